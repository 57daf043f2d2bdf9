"""The one list of settings: what a flow can say about a contact, and what an administrator sets (rules 2.1 to 2.5).

The manifest's parameters, their labels, the documentation and the parser all come from the two classes here: a
field's default and metadata are its row in the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from deskline.model import numbers
from deskline.model.kinds import (
    BOOLEAN,
    COUNTRY,
    EMAIL,
    JSON,
    MINUTES,
    NUMBER,
    PHONE,
    TEXT,
    TICKET,
    TYPED_PHONE,
    URL,
    USER_ID,
    Kind,
    choice,
    is_unset,
    several,
)

APP_LANGUAGES = ("en", "ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pt-BR", "zh-CN")
"""The languages that the app has texts in."""

APP_LANGUAGE = choice(*APP_LANGUAGES)

LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of attributes or of parameters, as the manifest and the documentation need it."""

    name: str
    kind: Kind
    default: Any
    help: str
    parameter: str = ""
    label: str = ""
    required: bool = False
    hidden: bool = False


def _attribute(kind: Kind, default: Any, help: str, parameter: str = "") -> Any:
    return field(default=default, metadata={"kind": kind, "help": help, "parameter": parameter})


def _parameter(
    kind: Kind, default: Any, words: tuple[str, str], *, required: bool = False, hidden: bool = False
) -> Any:
    label, help = words
    about = {"kind": kind, "label": label, "help": help, "required": required, "hidden": hidden}
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class ForContact:
    """The settings of one contact: its attributes, else the app's settings, else the defaults."""

    recent_ticket_timeout: float = _attribute(
        MINUTES,
        0.0,
        "reuse the caller's latest ticket if it was created or updated within this many minutes; 0 is off",
        "create_ticket_after_minutes",
    )
    ticket_assignment: str = _attribute(
        choice("auto", "agent"), "auto", "auto: the app picks or creates the ticket; agent: the agent does"
    )
    pop_incoming: bool = _attribute(BOOLEAN, True, "pop while ringing; false: only after accept")
    voice_comment: bool = _attribute(BOOLEAN, True, "add a voice comment with the recording's player at the end")
    download_recording: bool = _attribute(BOOLEAN, True, "false: neither link nor player of the recording appears")
    call_recording_consent: str = _attribute(
        choice("optout", "false"),
        "",
        "set if the call was not recorded: no link, no player, refusal noted on the ticket",
    )
    dialed_number: str = _attribute(
        PHONE,
        "",
        "our number shown for inbound calls; not set: the number that Amazon Connect reports, else the app setting",
        "default_phone_number",
    )
    outbound_cli: str = _attribute(PHONE, "", "our number shown for outbound calls", "default_phone_number")
    zendesk_ticket: int | None = _attribute(
        TICKET, None, "open this ticket; 0 asks for a new one", "zendesk_ticket_attribute"
    )
    conversation_title: str = _attribute(TEXT, "", "subject of a new ticket (not a task), title of the voice comment")
    zendesk_user: int | None = _attribute(USER_ID, None, "identify the caller by this user ID, not by number")
    customer_number: str = _attribute(TYPED_PHONE, "", "identify the caller by this number, not by their own")
    customer_name: str = _attribute(TEXT, "", "name of a new user; identifies a chat")
    customer_email: str = _attribute(EMAIL, "", "identifies a chat; stored on a new user")
    customer_language: str = _attribute(choice(*LANGUAGES), "en", "language for speech analysis")
    force_ticket_creation: bool = _attribute(
        BOOLEAN, True, "agent's choice of ticket: create one at the end if the agent has not chosen one"
    )
    speech_analysis: tuple[str, ...] = _attribute(
        several("transcript", "comprehend", "sentiment"), (), "live analysis in the sidebar, results on the ticket"
    )
    pause_recording: bool = _attribute(BOOLEAN, False, "show pause and resume recording")
    all_outbound: bool = _attribute(BOOLEAN, False, "also create user and ticket for outbound calls to unknown numbers")
    attach_phone_number: bool = _attribute(BOOLEAN, True, "store the number on the requester if they have none")
    chat_transcript: bool = _attribute(BOOLEAN, True, "attach the transcript when the chat ends")
    voiceid_enabled: bool = _attribute(BOOLEAN, False, "store the result of Voice ID on the user")
    voiceid_field: str = _attribute(TEXT, "voice_authentication_id", "user field for the Voice ID speaker ID")
    voiceid_status_field: str = _attribute(TEXT, "voice_authentication_status", "user field for the Voice ID status")
    voiceid_auth_mode: str = _attribute(
        choice("verify", "re-verify"), "", "verify shows the current Voice ID result, re-verify starts a new check"
    )
    ticket_brand: str = _attribute(TEXT, "", "brand of a new ticket, if no queue mapping applies")
    ticket_outbound_queue: str = _attribute(TEXT, "", "stored in the ticket field connect_outbound_queue")


@dataclass(frozen=True, slots=True)
class Installation:
    """What an administrator sets when installing the app, or on its settings pages (the hidden ones)."""

    connect_url: str = _parameter(
        URL,
        "",
        ("Amazon Connect URL", "Your instance: https://example.my.connect.aws or https://example.awsapps.com/connect."),
        required=True,
    )
    sso_login_url: str = _parameter(URL, "", ("SSO sign-in URL", "Start page of your SAML identity provider."))
    aws_region: str = _parameter(TEXT, "", ("AWS region", "Region of your instance, for example eu-central-1."))
    default_phone_number: str = _parameter(
        PHONE, "", ("Default phone number", "Your main number in E.164, for example +61280000000."), required=True
    )
    default_country: str = _parameter(
        COUNTRY, "", ("Default country", "For local numbers: a region code (AU) or a calling code (+61).")
    )
    time_zone: str = _parameter(
        TEXT,
        "",
        ("Time zone", "For times on tickets and links to contact records, for example Europe/Berlin. Empty: UTC."),
    )
    create_ticket_after_minutes: float = _parameter(
        MINUTES,
        0.0,
        ("Create ticket after minutes", "Reuse the caller's latest ticket if it is newer. 0: always create a new one."),
    )
    zendesk_ticket_attribute: str = _parameter(
        TEXT, "zendesk_ticket", ("Ticket number attribute", "Name of the contact attribute that holds a ticket number.")
    )
    media_less: bool = _parameter(
        BOOLEAN, False, ("Media-less softphone", "Audio stays in a separate softphone window (media-less mode).")
    )
    single_chat: bool = _parameter(
        BOOLEAN, False, ("One chat at a time", "A second chat at the same time gets an error notice and no ticket.")
    )
    status_requests_per_minute: float = _parameter(
        NUMBER, 60.0, ("Status requests per minute", "Most Zendesk API requests a minute for syncing agent status.")
    )
    ticket_language: str = _parameter(
        APP_LANGUAGE,
        "en",
        ("Ticket language", "Language of everything written to tickets and users, whatever agents use."),
    )
    runtime_url: str = _parameter(URL, "", ("Runtime URL", "Address of the Python runtime, if you host it yourself."))
    queue_brands: Any = _parameter(JSON, (), ("Queues to brands", "Set on the app's settings page."), hidden=True)
    brand_queues: Any = _parameter(JSON, (), ("Brands to queues", "Set on the app's settings page."), hidden=True)
    ticket_field_map: Any = _parameter(JSON, (), ("Ticket fields", "Set on the app's settings page."), hidden=True)
    user_field_map: Any = _parameter(JSON, (), ("User fields", "Set on the app's settings page."), hidden=True)
    focus_mode: Any = _parameter(JSON, None, ("Focus mode", "Set on the app's settings page."), hidden=True)
    status_map: Any = _parameter(JSON, (), ("Agent status", "Set on the app's settings page."), hidden=True)


def _rows(table: type[ForContact] | type[Installation]) -> tuple[Row, ...]:
    return tuple(Row(name=row.name, default=row.default, **row.metadata) for row in fields(table))


ATTRIBUTES = _rows(ForContact)
"""The contact attributes that a flow can set, in the order of the documentation."""

PARAMETERS = _rows(Installation)
"""The installation parameters, in the order of the manifest."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An invalid value that was ignored: the agent gets one notice that says so."""

    name: str
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The installation's settings, which yield those of a contact."""

    installation: Installation = Installation()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def read(cls, raw: Mapping[str, object]) -> "Settings":
        """Read the installation's settings as Zendesk delivers them: flat, as text, numbers or booleans."""
        texts = {name: "" if is_unset(_as_text(value)) else _as_text(value) for name, value in raw.items()}
        values, problems = _fit(PARAMETERS, texts, None)
        return cls(replace(Installation(), **values), problems)

    def for_contact(self, attributes: Mapping[str, str], ours: str = "") -> tuple[ForContact, tuple[Problem, ...]]:
        """Return the settings of a contact with these attributes, and which of them were ignored.

        `ours` is the number at Connect's end of the contact, if it is known.
        """
        ticket = self.installation.zendesk_ticket_attribute
        said = {name: value for name, value in attributes.items() if not is_unset(value)}
        named = said | {"zendesk_ticket": said.get(ticket, "")}
        values, problems = _fit(ATTRIBUTES, named, self.region)
        spelled = (
            replace(problem, name=ticket) if problem.name == "zendesk_ticket" else problem for problem in problems
        )
        return replace(self._before_attributes(ours), **values), tuple(spelled)

    @property
    def region(self) -> str | None:
        """The region that completes local numbers, if one is set."""
        return self.installation.default_country or None

    def _before_attributes(self, ours: str) -> ForContact:
        own = self.installation
        return ForContact(
            recent_ticket_timeout=own.create_ticket_after_minutes,
            dialed_number=numbers.e164(ours, self.region) or own.default_phone_number,
            outbound_cli=own.default_phone_number,
        )


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _fit(
    rows: tuple[Row, ...], texts: Mapping[str, str], region: str | None
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    values: dict[str, Any] = {}
    problems = []
    for row in rows:
        text = texts.get(row.name, "").strip()
        if not text:
            continue
        try:
            values[row.name] = row.kind.read(text, region)
        except ValueError:
            problems.append(Problem(row.name, text, row.kind.expected))
    return values, tuple(problems)
