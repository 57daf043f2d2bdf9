"""What JavaScript starts the engine with: who the agent is, the installation's settings, the texts."""

from dataclasses import dataclass
from typing import Any

from deskline.decide.situation import NOTHING_SAID, Situation
from deskline.model.conversation import Conversation
from deskline.model.people import Agent
from deskline.model.record import Record
from deskline.model.settings import Settings
from deskline.model.zone import Zone
from deskline.words.texts import Texts


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration; `texts` are in the agent's language, `written` in that of tickets and users (rule 6.9).

    `began` is how this engine began: `why` in a word, and the `failures` before it.
    """

    agent: Agent
    settings: Settings
    texts: Texts
    written: Texts
    began: dict[str, Any]
    version: str
    app_id: int | None

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Config":
        """Return the configuration in JavaScript's shape."""
        return cls(
            agent=Agent(int(raw["agent"]["id"]), str(raw["agent"]["name"])),
            settings=Settings.read(raw["settings"]),
            texts=Texts(raw["texts"], spoken=True),
            written=Texts(raw.get("ticket_texts") or raw["texts"], zone=Zone.read(raw.get("zone"))),
            began=raw.get("began", {}),
            version=str(raw.get("version", "")),
            app_id=raw.get("app_id"),
        )

    def situation(self, record: Record, said: Conversation = NOTHING_SAID) -> Situation:
        """Return the contact as a decision sees it, with what was said if it is a chat."""
        return Situation(record, self.settings.installation, self.texts, self.written, said)
