"""The steps of each moment of a contact: update its record, ask Zendesk, decide, carry out."""

from collections.abc import Awaitable, Callable

from deskline.ask.attention import Attention
from deskline.ask.lookup import asked_again, learned
from deskline.ask.retry import Found, Retry
from deskline.decide.decisions import Decision, when_looked
from deskline.decide.progress import Question, advanced, answered, decided, ordered, question, waits_for_answer
from deskline.decide.situation import Situation
from deskline.engine.services import Services
from deskline.model.contact import Contact
from deskline.model.effects import Plan
from deskline.model.moments import Looked, Moment
from deskline.model.ports import Lookups
from deskline.model.record import Record

QUESTIONS: dict[Question, Callable[[Lookups, Record], Awaitable[Record]]] = {
    "everything": learned,
    "what is missing": asked_again,
}
"""The look-up for each question."""


class Steps:
    """One contact's record and the steps on it; `found` receives late answers from Zendesk."""

    def __init__(self, record: Record, services: Services, found: Callable[[Found], None]) -> None:
        self.record = record
        self.services = services
        self._attention = Attention()
        self._retry = Retry(services.lookups, found)

    @property
    def situation(self) -> Situation:
        """The contact as a decision sees it."""
        return self.services.situation(self.record)

    def update(self, record: Record) -> None:
        """Replace the record."""
        self.record = record

    def advance(self, moment: Moment) -> Question | None:
        """Advance the record to this moment, and return what to ask Zendesk now."""
        before = self.record
        self.record = advanced(before, moment, self.services.circumstances)
        return question(before, self.record, moment)

    async def asked(self, wanted: Question | None) -> Record | None:
        """Return the record with the caller and the ticket looked up, or None if nothing is to be asked now."""
        return await QUESTIONS[wanted](self.services.lookups, self.record) if wanted else None

    async def hear_out(self, contact: Contact) -> None:
        """Wait for the last lines of a chat, which may come after Connect has reported its end."""
        if contact.channel == "chat" and self.record.handled:
            await self.services.conversations.listen_to_the_end(contact.id)

    def take_in(self, answer: Record | None) -> None:
        """Merge Zendesk's answers; keep asking for those that are missing."""
        if answer is not None:
            self.record = answered(self.record, answer)
            self.keep_retrying()

    def keep_retrying(self) -> None:
        """Retry as long as an answer is missing that may still come."""
        if waits_for_answer(self.record):
            self._retry.begin(lambda: self.record)

    def end(self) -> None:
        """Stop asking."""
        self._retry.end()

    async def decide(self, decision: Callable[[Situation], Decision]) -> None:
        """Decide, and carry out the plan."""
        self.record = decided(self.record, decision(self.situation))
        await self.settle()

    async def settle(self, plan: Plan = ()) -> None:
        """Carry out the record's pending orders, these last, and keep the record."""
        self.record = ordered(self.record, plan)
        while self.record.pending:
            self.record = await self.services.outbox.step(self.record)
        await self.services.outbox.keep(self.record)

    async def notice(self, look: Looked) -> None:
        """Record which page is in front of the agent, then look up what is on it."""
        before = self.record
        self.record = self._attention.noticed(before, look)
        if self.record != before and self.record.open:
            await self.settle()
        await self.look()

    async def look(self, *, anew: bool = False) -> None:
        """Look up what the agent looks at, as long as they choose the ticket (rule 5.3)."""
        if anew:
            self._attention.ask_anew()
        focus = self.services.pages.focus
        if not self.situation.choosing or self._attention.is_known(focus):
            return
        self.record = await self._attention.taken_in(self.services.lookups, self.record, focus)
        await self.decide(lambda situation: when_looked(situation, focus.place))
