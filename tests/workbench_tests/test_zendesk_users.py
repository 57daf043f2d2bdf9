"""What the simulated Zendesk promises about users: search by number, lag, uniqueness, shared numbers, roles."""

from __future__ import annotations

import pytest

from workbench.clock import Clock
from workbench.schema import Unknown
from workbench.zendesk import SimulatedZendesk


@pytest.fixture
def desk(clock: Clock) -> SimulatedZendesk:
    return SimulatedZendesk(now=clock)


def found(desk: SimulatedZendesk, query: str) -> list[str]:
    body = desk.answer("GET", f"/api/v2/users/search.json?query={query}").body
    return [user["name"] for user in body["users"]]


def test_a_number_is_found_by_its_last_digits_however_it_was_typed(desk: SimulatedZendesk) -> None:
    desk.add_user(name="Ann", phone="(02) 9999-0001")
    desk.add_user(name="Bob", phone="+61 2 9999 0001")
    desk.add_user(name="Cid", phone="+61299990002")
    assert found(desk, "phone:*299990001") == ["Ann", "Bob"]
    assert found(desk, "phone:61299990001") == ["Bob"]
    assert found(desk, "phone:612999*") == ["Bob", "Cid"]


def test_a_further_number_of_a_user_is_found_too(desk: SimulatedZendesk) -> None:
    desk.add_user(name="Ann", phone="+61299990001", phones=["+61400000007"])
    assert found(desk, "phone:*400000007") == ["Ann"]


@pytest.mark.parametrize(
    ("extensions", "ending", "going_on", "whole"),
    [("digits", [], ["Ann"], []), ("apart", [], ["Ann"], []), ("none", ["Ann"], ["Ann"], ["Ann"])],
)
@pytest.mark.parametrize("stored", ["+61299990001x12", "+61 2 9999 0001 ext. 12", "+61299990001;ext=12"])
def test_what_the_index_holds_of_an_extension_is_not_known(
    clock: Clock, stored: str, extensions: str, ending: list[str], going_on: list[str], whole: list[str]
) -> None:
    desk = SimulatedZendesk(now=clock, indexes_extensions=extensions)
    desk.add_user(name="Ann", phone=stored)
    assert found(desk, "phone:*9990001") == ending
    assert found(desk, "phone:*9990001*") == going_on
    assert found(desk, "phone:61299990001") == whole


def test_an_asterisk_after_digits_may_not_be_understood(clock: Clock) -> None:
    desk = SimulatedZendesk(now=clock, understands_asterisks_after_digits=False)
    desk.add_user(name="Ann", phone="+61299990001")
    assert (found(desk, "phone:*9990001*"), found(desk, "phone:*9990001")) == ([], ["Ann"])


@pytest.mark.parametrize("phone", ["0299990001", "+6199", "+612999900012345", "hello"])
def test_an_account_may_validate_phone_numbers(clock: Clock, phone: str) -> None:
    desk = SimulatedZendesk(now=clock, validates_phones=True)
    body = {"user": {"name": "Ann", "phone": phone}}
    assert list(desk.answer("POST", "/api/v2/users.json", body).body["details"]) == ["phone"]
    assert desk.answer("POST", "/api/v2/users.json", {"user": {"name": "Ann", "phone": "+61299990001"}}).status == 201


def test_an_account_may_refuse_a_number_that_is_another_users_direct_line(clock: Clock) -> None:
    desk = SimulatedZendesk(now=clock, refuses_taken_phones=True)
    desk.add_user(name="Ann", phone="+61299990001")
    body = {"user": {"name": "Bob", "phone": "+61299990001"}}
    assert list(desk.answer("POST", "/api/v2/users.json", body).body["details"]) == ["phone"]


def test_search_finds_a_new_user_only_after_the_index_has_caught_up(desk: SimulatedZendesk, clock: Clock) -> None:
    desk.search_lag = 30
    desk.add_user(name="Ann", phone="+61299990001")
    assert found(desk, "phone:*99990001") == []
    clock.go(29)
    assert found(desk, "phone:*99990001") == []
    clock.go(1)
    assert found(desk, "phone:*99990001") == ["Ann"]


def test_external_id_is_found_without_lag(desk: SimulatedZendesk) -> None:
    desk.search_lag = 300
    desk.add_user(name="Ann", external_id="connect:1")
    body = desk.answer("GET", "/api/v2/users/search?external_id=connect:1").body
    assert [user["name"] for user in body["users"]] == ["Ann"]


def test_email_name_and_user_field_can_be_searched(desk: SimulatedZendesk) -> None:
    desk.add_user_field("account_no")
    desk.add_user(name="Ann Archer", email="ann@example.com", user_fields={"account_no": "77"})
    desk.add_user(name="Anna", email="anna@example.com")
    assert found(desk, "email:ANN@example.com") == ["Ann Archer"]
    assert found(desk, "name:%22ann%20archer%22") == ["Ann Archer"]
    assert found(desk, "account_no:77") == ["Ann Archer"]


def test_a_user_without_a_user_field_value_is_not_an_unknown_keyword(desk: SimulatedZendesk) -> None:
    desk.add_user_field("account_no")
    assert found(desk, "account_no:77") == []


def test_identities_come_along_only_where_the_account_sideloads_them(desk: SimulatedZendesk) -> None:
    desk.add_user(name="Ann", phone="+61299990001")
    path = "/api/v2/users/search.json?query=phone:*99990001&include=identities"
    assert [each["value"] for each in desk.answer("GET", path).body["identities"]] == ["+61299990001"]
    desk.sideloads_identities = False
    assert "identities" not in desk.answer("GET", path).body


def test_show_many_gives_identities_and_leaves_out_unknown_ids(desk: SimulatedZendesk) -> None:
    ann = desk.add_user(name="Ann", phone="+61299990001")
    body = desk.answer("GET", f"/api/v2/users/show_many.json?ids={ann['id']},1&include=identities").body
    assert [user["id"] for user in body["users"]] == [ann["id"]]
    assert [each["user_id"] for each in body["identities"]] == [ann["id"]]


def test_pages_hold_100_at_most_and_name_the_next(desk: SimulatedZendesk) -> None:
    for number in range(103):
        desk.add_user(name=f"Caller {number}", phone=f"+6129999{number:04}")
    first = desk.answer("GET", "/api/v2/users/search.json?query=phone:612999*&per_page=500").body
    assert (len(first["users"]), first["count"]) == (100, 103)
    following = first["next_page"].removeprefix(desk.origin)
    assert len(desk.answer("GET", following).body["users"]) == 3


def test_the_general_search_says_what_each_result_is(desk: SimulatedZendesk) -> None:
    desk.add_user(name="Ann", phone="+61299990001")
    body = desk.answer("GET", "/api/v2/search.json?query=type:user%20phone:*99990001").body
    assert [(each["result_type"], each["name"]) for each in body["results"]] == [("user", "Ann")]


def test_a_created_user_needs_a_name(desk: SimulatedZendesk) -> None:
    assert desk.answer("POST", "/api/v2/users", {"user": {"phone": "+61299990001"}}).status == 422


def test_a_created_user_is_shown_with_the_published_members(desk: SimulatedZendesk) -> None:
    from zendesk.models.userobject import UserObjectUsers

    answer = desk.answer("POST", "/api/v2/users.json", {"user": {"name": "Ann", "phone": "+61299990001"}})
    assert answer.status == 201
    UserObjectUsers.model_validate(answer.body["user"])
    assert set(answer.body["user"]) <= set(UserObjectUsers.model_fields)


def test_a_direct_line_of_another_user_becomes_a_shared_number(desk: SimulatedZendesk) -> None:
    desk.add_user(name="Ann", phone="+61 2 9999 0001")
    user = desk.answer("POST", "/api/v2/users", {"user": {"name": "Bob", "phone": "+61299990001"}}).body["user"]
    assert user["shared_phone_number"] is True
    assert desk.answer("GET", f"/api/v2/users/{user['id']}/identities").body["identities"] == []
    assert found(desk, "phone:*99990001") == ["Ann", "Bob"]


@pytest.mark.parametrize("member", ["external_id", "email"])
def test_external_id_and_email_are_unique(desk: SimulatedZendesk, member: str) -> None:
    body = {"user": {"name": "Ann", member: "ann@example.com"}}
    assert desk.answer("POST", "/api/v2/users", body).status == 201
    again = desk.answer("POST", "/api/v2/users", body)
    assert again.status == 422
    assert again.body["details"][member][0]["error"] == "DuplicateValue"


def test_a_number_added_to_a_user_without_one_becomes_their_phone(desk: SimulatedZendesk) -> None:
    ann = desk.add_user(name="Ann")
    path = f"/api/v2/users/{ann['id']}/identities"
    body = {"identity": {"type": "phone_number", "value": "+61299990001"}}
    assert desk.answer("POST", path, body).status == 201
    assert desk.users[ann["id"]]["phone"] == "+61299990001"
    assert desk.answer("POST", path, body).status == 422


def test_user_fields_are_updated_one_by_one(desk: SimulatedZendesk) -> None:
    desk.add_user_field("a")
    desk.add_user_field("b")
    ann = desk.add_user(name="Ann", user_fields={"a": "1"})
    desk.answer("PUT", f"/api/v2/users/{ann['id']}", {"user": {"user_fields": {"b": "2"}}})
    assert desk.users[ann["id"]]["user_fields"] == {"a": "1", "b": "2"}


@pytest.mark.parametrize("user", [{"nickname": "A"}, {"phone": 61}, {"id": 7}, {"user_fields": {"nope": 1}}])
def test_what_zendesk_does_not_publish_for_a_user_is_refused_loudly(desk: SimulatedZendesk, user: object) -> None:
    with pytest.raises(Unknown):
        desk.answer("POST", "/api/v2/users", {"user": {"name": "Ann", **user}})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "path",
    ["/api/v2/users/search.json?query=shoe_size:9", "/api/v2/users/search.json?q=x", "/api/v2/people", "/users/me"],
)
def test_an_unknown_address_parameter_or_keyword_is_refused_loudly(desk: SimulatedZendesk, path: str) -> None:
    desk.add_user(name="Ann")
    with pytest.raises(Unknown):
        desk.answer("GET", path)


def test_agents_may_not_create_agents(desk: SimulatedZendesk) -> None:
    body = {"user": {"name": "New", "role": "agent"}}
    assert desk.answer("POST", "/api/v2/users", body).status == 403
    admin = desk.add_user(name="Chief", role="admin")
    assert desk.answer("POST", "/api/v2/users", body, agent=admin["id"]).status == 201


def test_a_suspended_user_is_still_found_and_shown_as_suspended(desk: SimulatedZendesk) -> None:
    desk.add_user(name="Ann", phone="+61299990001", suspended=True)
    assert found(desk, "phone:*99990001") == ["Ann"]
    assert desk.answer("GET", "/api/v2/search.json?query=phone:*99990001").body["results"][0]["suspended"] is True


def test_users_me_is_whoever_asks(desk: SimulatedZendesk) -> None:
    assert desk.answer("GET", "/api/v2/users/me").body["user"]["id"] == desk.agent_id
    other = desk.add_user(name="Other", role="agent")
    assert desk.answer("GET", "/api/v2/users/me.json", agent=other["id"]).body["user"]["name"] == "Other"


def test_what_is_answered_is_a_copy(desk: SimulatedZendesk) -> None:
    desk.answer("GET", "/api/v2/users/me").body["user"]["name"] = "Mallory"
    assert desk.answer("GET", "/api/v2/users/me").body["user"]["name"] != "Mallory"


def test_users_may_be_gone_through_while_others_are_added(desk: SimulatedZendesk) -> None:
    for user in desk.users.values():
        desk.add_user(name=f"Friend of {user['name']}")
    assert [user["name"] for user in desk.users.values()] == ["Robin Reyes", "Friend of Robin Reyes"]
