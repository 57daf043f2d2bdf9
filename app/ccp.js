/**
 * Amazon Connect through Streams: puts up the CCP and passes on what it reports. Decides nothing.
 *
 * Streams needs a page and hears every contact in every tab; only the page that hosts the engine is listened to, and
 * the engine makes moments of states, so repeated and late reports do no harm.
 */
import { ccpAddress, secure } from "./addresses.js";
import { lookAtAgent, lookAtContact, loseContact } from "./contacts.js";

const TROUBLES = {
  TERMINATED: "signed_out",
  AUTH_FAIL: "signed_out",
  AUTHORIZE_RETRIES_EXHAUSTED: "signed_out",
  CTI_AUTHORIZE_RETRIES_EXHAUSTED: "signed_out",
  ACCESS_DENIED: "denied",
  IFRAME_RETRIES_EXHAUSTED: "silent",
}; // by Streams' name for the event
const LOOK = 30000; // ms; Connect passes on the agent's state as often, even if nothing has changed
const SILENT_AFTER = 4; // looks without a state: one alone may be a laptop that wakes up

/**
 * Puts up the CCP in the container.
 * @param {HTMLElement} container
 * @param {object} settings the installation's settings, read
 * @param {(moment: object) => void} tell passes a moment on to the engine
 * @param {(yes: boolean) => void} signedIn is called whenever Connect has an agent, and when it has none any more
 * @returns {{report: () => void, again: () => void}} tells everything that is known, for an engine that has just begun;
 *   loads the CCP once more
 */
export function putUp(container, settings, tell, signedIn) {
  const known = { agent: null, trouble: null, contacts: new Map() };
  let unheard = 0;
  const fail = (what) => {
    Object.assign(known, { agent: null, trouble: { kind: "trouble", what } });
    signedIn(false);
    tell(known.trouble);
  };
  const begin = (loginPopup) => {
    const { connect } = window;
    connect.core.initCCP(container, options(settings, loginPopup));
    const hear = (event, listener) => connect.core.getEventBus().subscribe(connect.EventType[event], listener);
    Object.entries(TROUBLES).forEach(([event, what]) => hear(event, () => fail(what)));
    connect.core.onIframeRetriesExhausted(() => {
      connect.core.terminate();
      container.replaceChildren();
      begin(false);
    });
    connect.agent((agent) => {
      const look = () => {
        unheard = 0;
        known.trouble = null;
        signedIn(true);
        lookAtAgent(agent, known, tell);
      };
      agent.onRefresh(look);
      agent.onSoftphoneError(({ errorType }) => tell({ kind: "trouble", what: "sound", detail: String(errorType) }));
      look();
    });
    connect.contact((contact) => {
      const look = () => lookAtContact(contact, known, tell);
      ["onRefresh", "onConnecting", "onIncoming", "onConnected", "onMissed", "onEnded", "onACW"].forEach((event) => contact[event]?.(look));
      contact.onDestroy(() => loseContact(contact.getContactId(), known, tell));
      look();
    });
  };
  hearOfPopups(() => known.agent || fail("popup"));
  begin(true);
  setInterval(() => (unheard += 1) >= SILENT_AFTER && known.agent && fail("silent"), LOOK);
  const report = () => {
    if (known.trouble) tell(known.trouble);
    if (known.agent) tell(known.agent);
    known.contacts.forEach((text) => tell({ kind: "contact", contact: JSON.parse(text) }));
  };
  return { report, again: () => container.querySelectorAll("iframe").forEach((frame) => (frame.src = `${frame.src}`)) };
}

/** Streams says nothing of a sign-in window that the browser has blocked. */
function hearOfPopups(blocked) {
  const open = window.open.bind(window);
  window.open = (...asked) => {
    const opened = open(...asked);
    if (!opened) blocked();
    return opened;
  };
}

/** Calls a number (E.164) through a queue; rejects with a word if Connect refuses, and settles late or never if it is silent. */
export function dial({ number, queue }) {
  return new Promise((resolve, reject) => {
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
    softphone: { allowFramedSoftphone: !settings.media_less, disableRingtone: settings.media_less },
    pageOptions: { enableAudioDeviceSettings: true, enablePhoneTypeSettings: true },
    ccpAckTimeout: 5000,
    ccpSynTimeout: 3000,
    ccpLoadTimeout: 10000,
  };
}
