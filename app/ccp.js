/**
 * Amazon Connect through Streams: puts up the CCP and passes on what it reports. Decides nothing.
 *
 * Streams needs a page and hears every contact in every tab; only the page that hosts the engine is listened to, and
 * the engine makes moments of states, so repeated and late reports do no harm.
 */
import { ccpAddress, secure } from "./addresses.js";

const CONTACT = [
  "contactId", "initialContactId", "relatedContactId", "type", "state", "queue", "attributes", "name", "description",
  "references", "initiationMethod",
];
const CONNECTION = ["connectionId", "type", "initial", "endpoint", "state", "monitoringInfo", "monitorStatus"];
const AGENT = ["name", "username", "extension", "softphoneEnabled", "routingProfile"];
const DIAL_TIMEOUT = 15000; // ms until an unanswered request to dial counts as refused

const picked = (names, from) => Object.fromEntries(names.map((name) => [name, from?.[name] ?? null]));

/**
 * Puts up the CCP in the container.
 * @param {HTMLElement} container
 * @param {object} settings the installation's settings
 * @param {(moment: object) => void} tell passes a moment on to the engine
 * @param {() => void} signedIn is called whenever Connect has an agent
 * @returns {() => void} tells everything that is known, for an engine that has just begun
 */
export function putUp(container, settings, tell, signedIn) {
  const known = { agent: null, contacts: new Map() };
  const begin = (loginPopup) => {
    const { connect } = window;
    connect.core.initCCP(container, options(settings, loginPopup));
    connect.core.onIframeRetriesExhausted(() => {
      connect.core.terminate();
      container.replaceChildren();
      begin(false);
    });
    connect.agent((agent) => {
      signedIn();
      const look = () => lookAtAgent(agent, known, tell);
      agent.onRefresh(look);
      look();
    });
    connect.contact((contact) => {
      const look = () => lookAtContact(contact, known, tell);
      ["onRefresh", "onConnecting", "onIncoming", "onConnected", "onMissed", "onEnded", "onACW"].forEach((event) => contact[event]?.(look));
      contact.onDestroy(() => loseContact(contact.getContactId(), known, tell));
      look();
    });
  };
  begin(true);
  return () => {
    if (known.agent) tell(known.agent);
    known.contacts.forEach((text) => tell({ kind: "contact", contact: JSON.parse(text) }));
  };
}

/** Calls a number (E.164) through a queue; rejects with a word if Connect does not. */
export function dial({ number, queue }) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, DIAL_TIMEOUT, "timeout");
    const answers = { success: resolve, failure: () => reject("refused") };
    const endpoint = window.connect.Endpoint.byPhoneNumber(number);
    new window.connect.Agent().connect(endpoint, { ...(queue ? { queueARN: queue } : {}), ...answers });
  });
}

function options(settings, loginPopup) {
  return {
    ccpUrl: ccpAddress(settings.connect_url),
    loginPopup,
    loginPopupAutoClose: true,
    loginOptions: { autoClose: true },
    ...(secure(settings.sso_login_url) ? { loginUrl: settings.sso_login_url } : {}),
    ...(settings.aws_region ? { region: settings.aws_region } : {}),
    softphone: { allowFramedSoftphone: !settings.media_less, disableRingtone: false },
    pageOptions: { enableAudioDeviceSettings: true, enablePhoneTypeSettings: true },
    ccpAckTimeout: 5000,
    ccpSynTimeout: 3000,
    ccpLoadTimeout: 10000,
  };
}

function lookAtAgent(agent, known, tell) {
  const contacts = agent.getContacts().map((contact) => contact.getContactId());
  const { name, type } = agent.getState();
  const moment = { kind: "agent", agent: { ...picked(AGENT, agent.getConfiguration()), state: { name, type } }, contacts };
  if (JSON.stringify(known.agent) === JSON.stringify(moment)) return;
  known.agent = moment;
  tell(moment);
}

function lookAtContact(contact, known, tell) {
  const { contactData } = contact.toSnapshot();
  const shown = picked(CONTACT, contactData);
  shown.connections = contactData.connections?.map((connection) => picked(CONNECTION, connection)) ?? [];
  const text = JSON.stringify(shown);
  if (known.contacts.get(shown.contactId) === text) return;
  known.contacts.set(shown.contactId, text);
  tell({ kind: "contact", contact: JSON.parse(text) });
}

function loseContact(contactId, known, tell) {
  const text = known.contacts.get(contactId);
  known.contacts.delete(contactId);
  if (text) tell({ kind: "contact", contact: JSON.parse(text), gone: true });
}
