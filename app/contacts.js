/**
 * What Streams knows of the agent and the contacts, as plain moments, each told when it has changed. Decides nothing.
 */
const CONTACT = [
  "contactId", "initialContactId", "relatedContactId", "type", "state", "queue", "attributes", "name", "description",
  "references", "initiationMethod", "customerEndpoint", "connectSystemEndpoint",
];
const CONNECTION = ["connectionId", "type", "initial", "endpoint", "state", "monitoringInfo", "monitorStatus"];
const AGENT = ["name", "username", "extension", "softphoneEnabled", "routingProfile"];
const SKEW = 5000; // ms: how finely it matters by how much Connect's clock is ahead of this browser's

const picked = (names, from) => Object.fromEntries(names.map((name) => [name, from?.[name] ?? null]));

/** Of a chat's own facts only the customer's name: beside it stands what opens the chat. */
const leg = (connection) => ({
  ...picked(CONNECTION, connection),
  ...(connection.chatMediaInfo ? { chatMediaInfo: picked(["customerName"], connection.chatMediaInfo) } : {}),
});

export function lookAtAgent(agent, known, tell) {
  const contacts = agent.getContacts().map((contact) => contact.getContactId());
  const { name, type } = agent.getState();
  const shown = { ...picked(AGENT, agent.getConfiguration()), state: { name, type } };
  const moment = { kind: "agent", agent: shown, contacts, skew: skew() };
  if (JSON.stringify(known.agent) === JSON.stringify(moment)) return;
  known.agent = moment;
  tell(moment);
}

/** By how many seconds Connect's clock is ahead of this browser's. */
function skew() {
  return (Math.round((window.connect.core.getSkew() || 0) / SKEW) * SKEW) / 1000;
}

export function lookAtContact(contact, known, tell) {
  const { contactData } = contact.toSnapshot();
  const shown = picked(CONTACT, contactData);
  shown.connections = contactData.connections?.map(leg) ?? [];
  const text = JSON.stringify(shown);
  if (known.contacts.get(shown.contactId) === text) return;
  known.contacts.set(shown.contactId, text);
  tell({ kind: "contact", contact: JSON.parse(text) });
}

export function loseContact(contactId, known, tell) {
  const text = known.contacts.get(contactId);
  known.contacts.delete(contactId);
  if (text) tell({ kind: "contact", contact: JSON.parse(text), gone: true });
}
