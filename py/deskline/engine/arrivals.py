"""From a report of Amazon Connect to the contact that begins or goes on (rules 5.7, 7.6, 14.6)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deskline.adapters.streams import Circumstances, contact_of
from deskline.engine.open_contacts import OpenContacts
from deskline.engine.services import AgentSide, Services
from deskline.engine.session import SavedRecord, Session
from deskline.model import moments, numbers
from deskline.model.contact import Contact
from deskline.model.messages import ContactSeen
from deskline.model.moments import Seen
from deskline.model.people import Dialled
from deskline.model.record import Record


class Unidentified:
    """Contacts about which Connect has not reported enough yet to begin a session."""

    def __init__(self) -> None:
        self._known: dict[str, Contact] = {}

    def told(self, contact: Contact, gone: bool) -> Contact:
        """Return the contact with everything reported so far; it is held here until that is enough or it is gone."""
        known = self._known.pop(contact.id, None)
        learned = contact.learned_from(known) if known else contact
        if not (learned.kind_known or gone):
            self._known[contact.id] = learned
        return learned


class Arrivals:
    """Begins a session for each contact that Connect reports, and hands the session all later reports."""

    def __init__(self, contacts: OpenContacts, services: Services, agent: AgentSide) -> None:
        self._contacts = contacts
        self._services = services
        self._agent = agent
        self._unidentified = Unidentified()

    def seen(self, message: ContactSeen) -> None:
        """Handle a report from Streams; ignore one that is not about a contact that the app handles."""
        services, connection = self._services, self._agent.connection
        now, needed = services.clock.now(), services.settings.installation.zendesk_ticket_attribute
        contact = contact_of(message.contact, Circumstances(services.line.now, now, needed))
        if contact is not None:
            known = replace(contact, fate=connection.unexplained(contact.fate))
            self.report(Seen(connection.last_of(known) if message.gone else known, message.gone, now))

    def report(self, seen: Seen) -> None:
        """Begin or continue the contact, unless its record may not have been read yet."""
        known = self._contacts.records.get(seen.contact.id)
        if known is None and self._contacts.records.hold(seen):
            return
        told = seen.contact
        contact = told.learned_from(known.contact) if known else self._unidentified.told(told, seen.gone)
        if contact.kind_known:
            self._go_on(replace(seen, contact=contact), known)

    def pressed(self, contact_id: str, wish: moments.Pressed) -> None:
        """Pass a pressed button to its contact; *Try again* reopens a closed one."""
        record = self._contacts.records.get(contact_id)
        if wish.button == "again" and record and contact_id not in self._contacts:
            self.open(record)
        self._contacts.put(contact_id, wish)

    def open(self, record: Record) -> None:
        """Begin a session that continues from a record."""
        self._contacts.begin(Session(record, self._services))

    def take_over(self, saved: Sequence[Record]) -> None:
        """Continue from what an earlier engine saved, then handle the reports that were held until it was read."""
        records = self._contacts.records
        held, anew = records.release(), {record.contact.id for record in records.all()}
        for record in saved:
            self._resume(record, records.get(record.contact.id))
        records.merge(saved)
        for seen in held:
            self.report(seen)
        self.end_dropped(set(self._contacts) - anew - {seen.contact.id for seen in held})

    def release(self) -> None:
        """Handle the reports that were held, without the records."""
        for seen in self._contacts.records.release():
            self.report(seen)

    def end_dropped(self, contacts: Iterable[str]) -> None:
        """End the open contacts that Connect no longer lists."""
        for contact_id in self._services.line.dropped(contacts):
            contact = self._agent.connection.last_of(self._contacts.contact(contact_id))
            self._contacts.put(contact_id, Seen(contact, gone=True, at=self._services.clock.now()))

    def explain(self) -> None:
        """Tell live contacts what the agent's state says about them: it may come after their own reports."""
        fate = self._agent.connection.fate
        for contact_id in self._services.line.live(self._contacts) if fate else ():
            self._contacts.put(contact_id, moments.Explained(fate))

    def _resume(self, saved: Record, anew: Record | None) -> None:
        """Open a saved record, or pass it to the session that began before it could be read."""
        record = anew or saved
        if saved.contact.id not in self._contacts and (anew or saved.stage != "closed" or saved.pending):
            self.open(record)
        if anew:
            self._contacts.put(saved.contact.id, SavedRecord(saved))

    def _go_on(self, seen: Seen, known: Record | None) -> None:
        contact = seen.contact
        begins = known is None or (contact.id not in self._contacts and known.offered_again(contact))
        dialled = self._claimed(contact) if begins or (known and _unclaimed(known)) else None
        if dialled and numbers.is_anonymous(contact.number):
            contact = replace(contact, number=dialled.number)
        if begins:
            unsure = not self._contacts.records.loaded
            begun = replace(self._services.begun(contact), verify_first=unsure, dialled=dialled)
            self.open(replace(begun, surplus=self._is_surplus(contact)))
        self._contacts.put(contact.id, replace(seen, contact=contact, dialled=dialled))

    def _is_surplus(self, contact: Contact) -> bool:
        """Whether this is a second chat where the settings allow one at a time."""
        single = self._services.settings.installation.single_chat and contact.channel == "chat"
        others = (self._contacts.contact(each) for each in self._contacts if each != contact.id)
        return single and any(each.channel == "chat" and each.state in ("ringing", "connected") for each in others)

    def _claimed(self, contact: Contact) -> Dialled | None:
        """Return what the agent dialled from Zendesk, if this is that call."""
        if contact.direction != "outbound":
            return None
        dialled = self._agent.dialler.claim(contact)
        self._services.tasks.begin(self._agent.dialler.arrived())
        return dialled


def _unclaimed(record: Record) -> bool:
    """Whether it may still prove to be the dialled call: Connect has not reported whom it calls."""
    begins = record.stage in ("new", "ringing") and record.contact.outbound
    return begins and record.dialled is None and not record.contact.number
