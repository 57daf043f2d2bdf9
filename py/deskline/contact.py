"""One contact (a call, chat or task) as Amazon Connect reports it at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NEVER_SHOWN = frozenset({"aid", "sak", "sst", "cfg"})
"""Attributes through which a flow passes short-lived credentials: never stored, shown or logged."""


def is_hidden(name: str) -> bool:
    """Say whether an attribute is none of our business: a credential, or one whose name starts with an underscore."""
    return name in NEVER_SHOWN or name.startswith("_")


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact's state, with times in UTC; `state` is ringing, connected, ended or missed.

    A call that the agent makes is "ringing" until the other side answers. `transferred` says that it continues another
    contact's conversation, `enhanced` that a supervisor who listens has a connection that Connect says so of, `talked`
    that Connect tells of one that has ended that it had been connected. Hidden attributes are not among the attributes,
    unless a setting names one.
    """

    id: str
    state: str
    since: datetime
    first_id: str = ""
    channel: str = "voice"
    direction: str = "inbound"
    number: str = ""
    queue: str = ""
    name: str = ""
    transferred: bool = False
    enhanced: bool = False
    talked: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Say whether a supervisor listens in the older way, of which nothing is shown nor written (rule 14.3)."""
        return self.direction == "monitoring" and not self.enhanced

    @property
    def external_id(self) -> str:
        """The `external_id` of the ticket that belongs to this contact's conversation (rule 6.1)."""
        return f"connect:{self.first_id or self.id}"

    @property
    def shown_attributes(self) -> dict[str, str]:
        """The attributes that may appear in a note: none that is hidden."""
        return {name: value for name, value in self.attributes.items() if not is_hidden(name)}
