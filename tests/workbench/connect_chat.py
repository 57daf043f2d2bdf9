"""Chats of the simulated Connect instance: what is said, and the participant service that ChatJS asks for it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workbench.connect_contact import Contact, as_json
from workbench.connect_ledger import Refused
from workbench.connect_offers import Offers

EVENT = "application/vnd.amazonaws.connect.event."
LASTING = timedelta(hours=24)
"""How long a connection token is good for, as live: a browser's timer cannot wait for more than 24 days."""
PAGE = 15
MOST = 100
Item = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What is said: a content type, and a text, or a file by its name and type, unless it is an event."""

    content_type: str
    text: str | None = None
    file: tuple[str, str] | None = None

    @property
    def kind(self) -> str:
        """The service's word for what this is."""
        return "ATTACHMENT" if self.file else "EVENT" if self.text is None else "MESSAGE"

    @property
    def content(self) -> dict[str, Any]:
        """What an item has of it besides the content type."""
        if self.file:
            name, kind = self.file
            return {"Attachments": [{"AttachmentName": name, "ContentType": kind, "Status": "APPROVED"}]}
        return {} if self.text is None else {"Content": self.text}


@dataclass(frozen=True)
class Speaker:
    """Who says something in a chat: a role of the service (CUSTOMER, AGENT, SYSTEM, CUSTOM_BOT) and a name."""

    role: str
    name: str


SYSTEM = Speaker("SYSTEM", "SYSTEM_MESSAGE")


class Chats(Offers):
    """What is said in chats; each item is pushed to the agent's pages as the live web socket relay does."""

    def transcript(self, contact_id: str) -> list[Item]:
        """All items of the conversation, the oldest first, whichever agent's leg they were said in."""
        first = self.known(contact_id).conversation
        return [item for item in self.said if item["InitialContactId"] == first]

    def say(self, contact_id: str, text: str, by: Speaker | None = None) -> str:
        """Somebody (the customer unless told otherwise) sends a message; gives the item's id."""
        return self._add(self.known(contact_id), by or self.customer_of(contact_id), Words("text/plain", text))

    def send_file(self, contact_id: str, name: str, content_type: str, by: Speaker | None = None) -> str:
        """Somebody (the customer unless told otherwise) sends a file; gives the item's id."""
        words = Words("application/vnd.amazonaws.connect.message.attachment", None, (name, content_type))
        return self._add(self.known(contact_id), by or self.customer_of(contact_id), words)

    def happen(self, contact_id: str, event: str, by: Speaker = SYSTEM) -> str:
        """An event such as `typing`, `participant.joined` or `chat.ended` happens in the chat; gives the item's id."""
        return self._add(self.known(contact_id), by, Words(EVENT + event))

    def token(self, contact_id: str) -> str:
        """The participant token with which the agent's page reads and writes the chat."""
        return f"chat-{self.known(contact_id).contact_id}"

    def participant(self, action: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answers the participant service: connection, transcript, message, event; raises Refused for the rest."""
        contact = self.known(token.removeprefix("chat-"))
        agent = self.agent(contact.agent_id)
        if action == "transcript":
            self.followed.add(contact.contact_id)
            return self._page(self.transcript(contact.contact_id), body) | {"InitialContactId": contact.conversation}
        if action == "connection":
            expiry = as_json(self.now() + LASTING)
            return {"ConnectionCredentials": {"ConnectionToken": token, "Expiry": expiry}}
        if action in {"message", "event"}:
            speaker = Speaker("AGENT", agent.name)
            return self._answer(self._add(contact, speaker, Words(body["ContentType"], body.get("Content"))))
        raise Refused(f"unknown participant action: {action}")

    def _answer(self, item_id: str) -> dict[str, Any]:
        return {"Id": item_id, "AbsoluteTime": as_json(self.now())}

    def _page(self, items: list[Item], body: dict[str, Any]) -> dict[str, Any]:
        size = min(int(body.get("MaxResults") or PAGE), MOST)
        offset = int(body.get("NextToken") or 0)
        ordered = items if body.get("ScanDirection") == "FORWARD" else items[::-1]
        page = ordered[offset : offset + size]
        page.sort(key=items.index, reverse=body.get("SortOrder") == "DESCENDING")
        left = offset + size < len(items)
        return {"Transcript": page} | ({"NextToken": str(offset + size)} if left else {})

    def _add(self, contact: Contact, by: Speaker, words: Words) -> str:
        if contact.kind != "chat" or contact.state not in {"connecting", "connected"}:
            raise Refused(f"invalid state {contact.state.upper()}")
        item = {
            "Id": str(uuid.uuid4()),
            "Type": words.kind,
            "AbsoluteTime": as_json(self.now()),
            "ContentType": words.content_type,
            "ParticipantId": f"{by.role}-{by.name}",
            "DisplayName": by.name,
            "ParticipantRole": by.role,
            "ContactId": contact.contact_id,
            "InitialContactId": contact.conversation,
        } | words.content
        if not words.content_type.endswith(".typing"):
            self.said.append(item)
        self._push(contact, item)
        return str(item["Id"])

    def _push(self, contact: Contact, item: Item) -> None:
        content = {"topic": "aws/chat", "content": json.dumps(item), "contentType": "application/json"}
        self.tell(contact.agent_id, "webSocket::all_message", content)

    def customer_of(self, contact_id: str) -> Speaker:
        """The customer of a chat, by the name that they gave."""
        return Speaker("CUSTOMER", (self.known(contact_id).own.chat or {}).get("customerName") or "Customer")
