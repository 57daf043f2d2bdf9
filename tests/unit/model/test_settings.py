"""The table of settings and what holds for a contact (rules 2.1 to 2.5)."""

import pytest

from deskline.model.settings import (
    APP_LANGUAGES,
    ATTRIBUTES,
    PARAMETERS,
    ForContact,
    Installation,
    Problem,
    Row,
    Settings,
)

SAMPLES = {
    "bool": "false",
    "minutes": "7",
    "number": "30",
    "ticket number, 0": "35436",
    "user id": "7",
    "phone": "+61280000009",
    "email": "ann@example.com",
    "text": "words",
    "url": "https://example.com/",
    "region code or calling code": "NZ",
    "JSON": '[{"a": 1}]',
    "auto, agent": "agent",
    "optout, false": "optout",
    "verify, re-verify": "verify",
    ", ".join(APP_LANGUAGES): "pt-BR",
    "any of transcript, comprehend, sentiment": "sentiment",
}


def sample(row: Row) -> str:
    opposite = {True: "false", False: "true"}
    return SAMPLES.get(row.kind.name, "zh-TW") if row.kind.name != "bool" else opposite[row.default]


@pytest.mark.parametrize("row", ATTRIBUTES, ids=lambda row: row.name)
def test_rule_2_1_each_attribute_comes_before_setting_and_default(row: Row) -> None:
    settings = Settings.read({"default_phone_number": "+61280000000", "create_ticket_after_minutes": "3"})
    found, problems = settings.for_contact({row.name: sample(row)})
    assert getattr(found, row.name) == row.kind.read(sample(row), None)
    assert getattr(found, row.name) != row.default
    assert problems == ()


@pytest.mark.parametrize("row", ATTRIBUTES, ids=lambda row: row.name)
def test_rule_2_2_each_attribute_can_be_left_unset(row: Row) -> None:
    found, problems = Settings().for_contact({row.name: " Ignore "})
    assert getattr(found, row.name) == row.default
    assert problems == ()


@pytest.mark.parametrize("row", [row for row in ATTRIBUTES if row.kind.name != "text"], ids=lambda row: row.name)
def test_rule_2_3_each_attribute_ignores_what_does_not_fit_and_says_so(row: Row) -> None:
    found, problems = Settings().for_contact({row.name: " ??? "})
    assert getattr(found, row.name) == row.default
    assert problems == (Problem(row.name, "???", row.kind.expected),)


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_rule_2_5_each_parameter_is_read(row: Row) -> None:
    settings = Settings.read({row.name: sample(row)})
    assert getattr(settings.installation, row.name) == row.kind.read(sample(row), None)
    assert settings.problems == ()


@pytest.mark.parametrize("row", [row for row in PARAMETERS if row.kind.name != "text"], ids=lambda row: row.name)
def test_rule_2_5_each_parameter_that_does_not_fit_keeps_its_default(row: Row) -> None:
    settings = Settings.read({row.name: "???"})
    assert settings.installation == Installation()
    assert [problem.name for problem in settings.problems] == [row.name]


def test_zendesk_hands_settings_over_as_text_numbers_booleans_or_nothing() -> None:
    raw = {"media_less": True, "create_ticket_after_minutes": 15, "time_zone": None, "unheard_of": "x"}
    assert Settings.read(raw).installation == Installation(media_less=True, create_ticket_after_minutes=15.0)


def test_rule_2_1_app_settings_come_before_defaults() -> None:
    found, _ = Settings.read({"default_phone_number": "+61280000000", "create_ticket_after_minutes": "3"}).for_contact(
        {}
    )
    assert (found.dialed_number, found.outbound_cli, found.recent_ticket_timeout) == ("+61280000000",) * 2 + (3.0,)


def test_the_ticket_attribute_can_have_another_name_and_then_the_usual_one_means_nothing() -> None:
    settings = Settings.read({"zendesk_ticket_attribute": "case"})
    assert settings.for_contact({"case": "12", "zendesk_ticket": "13"})[0].zendesk_ticket == 12
    assert settings.for_contact({"zendesk_ticket": "13"})[0].zendesk_ticket is None


def test_an_unfit_ticket_number_is_named_by_the_attribute_that_the_flow_sets() -> None:
    _, problems = Settings.read({"zendesk_ticket_attribute": "case"}).for_contact({"case": "twelve"})
    assert [problem.name for problem in problems] == ["case"]


def test_rule_2_3_a_number_that_a_caller_typed_is_completed_with_the_country() -> None:
    settings = Settings.read({"default_country": "+61"})
    assert settings.for_contact({"customer_number": "0299990001"})[0].customer_number == "+61299990001"
    assert Settings().for_contact({"customer_number": "0299990001"})[1] != ()


def test_attributes_that_are_no_settings_mean_nothing_here() -> None:
    assert Settings().for_contact({"order": "A1", "Voice_Comment": "false"}) == (ForContact(), ())
