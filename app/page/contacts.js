/**
 * Streams' agent and contacts as plain moments, each reported when it has changed. Decides nothing about contacts.
 */
import { Chats } from "./chats.js";

const CONTACT = [
  "contactId", "initialContactId", "relatedContactId", "type", "state", "queue", "attributes", "name", "description",
  "references", "channelContext", "initiationMethod", "customerEndpoint", "connectSystemEndpoint",
];
const CONNECTION = ["connectionId", "type", "initial", "endpoint", "state", "monitoringInfo", "monitorStatus"];
const AGENT = ["name", "username", "extension", "softphoneEnabled", "routingProfile"];
const SKEW = 5000; // ms: the granularity of the reported clock skew

const picked = (names, from) => Object.fromEntries(names.map((name) => [name, from?.[name] ?? null]));

/** Of a chat's own data only the customer's name: the rest includes credentials for the chat. */
const leg = (connection) => ({
  ...picked(CONNECTION, connection),
  ...(connection.chatMediaInfo ? { chatMediaInfo: picked(["customerName"], connection.chatMediaInfo) } : {}),
});

/** What is known about Connect: its agent or its problem, its contacts, and what is said in chats. */
export class ConnectState {
  #tell;
  #agent = null; // the last moment
  #problem = null; // the last moment, until there is an agent again
  #contacts = new Map(); // id -> the last contact, as text
  #chats;

  /** @param {(moment: object) => void} tell passes a moment on to the engine */
  constructor(tell) {
    this.#tell = tell;
    this.#chats = new Chats(tell);
  }

  /** Whether Connect has an agent. */
  get signedIn() {
    return this.#agent !== null;
  }

  /** Reports everything that is known to an engine that has just started. */
  report() {
    if (this.#problem) this.#tell(this.#problem);
    if (this.#agent) this.#tell(this.#agent);
    this.#contacts.forEach((text) => this.#tell({ kind: "contact", contact: JSON.parse(text) }));
    this.#chats.report();
  }

  /** Reports the agent, if anything has changed. */
  readAgent(agent) {
    this.#problem = null;
    const contacts = agent.getContacts().map((contact) => contact.getContactId());
    const { name, type } = agent.getState();
    const shown = { ...picked(AGENT, agent.getConfiguration()), state: { name, type } };
    const moment = { kind: "agent", agent: shown, contacts, skew: skew() };
    if (JSON.stringify(this.#agent) === JSON.stringify(moment)) return;
    this.#agent = moment;
    this.#tell(moment);
  }

  /** Reports a contact, if anything has changed. */
  readContact(contact) {
    this.#chats.see(contact);
    const { contactData } = contact.toSnapshot();
    const shown = picked(CONTACT, contactData);
    shown.connections = contactData.connections?.map(leg) ?? [];
    const text = JSON.stringify(shown);
    if (this.#contacts.get(shown.contactId) === text) return;
    this.#contacts.set(shown.contactId, text);
    this.#tell({ kind: "contact", contact: JSON.parse(text) });
  }

  /** Reports that a contact is gone. */
  loseContact(contactId) {
    const text = this.#contacts.get(contactId);
    this.#contacts.delete(contactId);
    this.#chats.lose(contactId);
    if (text) this.#tell({ kind: "contact", contact: JSON.parse(text), gone: true });
  }

  /** Reports that a contact has come to the front; without an id it is the dial pad, or nothing. */
  viewContact(contactId) {
    if (contactId) this.#tell({ kind: "viewed", contact: contactId });
  }

  /** Reports that there is no agent, for this reason. */
  fail(what) {
    this.#agent = null;
    this.#problem = { kind: "trouble", what };
    this.#tell(this.#problem);
  }

  /** Reports that calls have no audio. */
  failSound(detail) {
    this.#tell({ kind: "trouble", what: "sound", detail });
  }
}

/** By how many seconds Connect's clock is ahead of this browser's. */
function skew() {
  return (Math.round((window.connect.core.getSkew() || 0) / SKEW) * SKEW) / 1000;
}
