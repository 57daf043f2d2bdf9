/**
 * Amazon Connect through Streams: loads the CCP and passes on what it reports. Decides nothing about contacts.
 *
 * Streams needs a page and reports every contact in every tab; only reports of the page that hosts the engine count,
 * and the engine derives moments from states, so repeated and late reports do no harm.
 */
import { ConnectState } from "./contacts.js";
import { onBlockedPopup, options } from "./streams.js";

const PROBLEMS = {
  TERMINATED: "signed_out",
  AUTH_FAIL: "signed_out",
  AUTHORIZE_RETRIES_EXHAUSTED: "signed_out",
  CTI_AUTHORIZE_RETRIES_EXHAUSTED: "signed_out",
  ACCESS_DENIED: "denied",
  IFRAME_RETRIES_EXHAUSTED: "silent",
}; // by Streams' name for the event
/** Streams' names of contact events. */
const CHANGES = ["onRefresh", "onConnecting", "onIncoming", "onConnected", "onMissed", "onEnded", "onACW"];
const REPORTS_EVERY = 30000; // ms; Connect repeats the agent's state this often, even if nothing has changed
const SILENT_AFTER = 4; // missed reports: a single one may be a laptop waking up

/** The CCP in the page. */
export class Ccp {
  #container;
  #settings;
  #state;
  #signedIn;
  #missed = 0; // reports of the agent

  /**
   * Loads the CCP.
   * @param {HTMLElement} container
   * @param {object} settings the installation's settings, read
   * @param {object} events
   * @param {(moment: object) => void} events.tell passes a moment on to the engine
   * @param {(yes: boolean, why?: string) => void} events.signedIn hears that Connect has an agent, or why it has none
   */
  constructor(container, settings, { tell, signedIn }) {
    this.#container = container;
    this.#settings = settings;
    this.#state = new ConnectState(tell);
    this.#signedIn = signedIn;
    onBlockedPopup(() => this.#state.signedIn || this.#fail("popup"));
    this.#load(true);
    setInterval(() => this.#countMissed(), REPORTS_EVERY);
  }

  /** Reports everything that is known to an engine that has just started. */
  report() {
    this.#state.report();
  }

  /** Loads the CCP's frames again. */
  reload() {
    this.#container.querySelectorAll("iframe").forEach((frame) => frame.setAttribute("src", frame.src));
  }

  #load(loginPopup) {
    const { connect } = window;
    const { core, EventType } = connect;
    core.initCCP(this.#container, options(this.#settings, loginPopup));
    const bus = core.getEventBus();
    Object.entries(PROBLEMS).forEach(([event, what]) => bus.subscribe(EventType[event], () => this.#fail(what)));
    core.onIframeRetriesExhausted(() => this.#loadAnew());
    core.onViewContact(({ contactId }) => this.#state.viewContact(contactId));
    connect.agent((agent) => this.#watchAgent(agent));
    connect.contact((contact) => this.#watchContact(contact));
  }

  /** Streams has given up on the CCP; its sign-in window was opened only the first time. */
  #loadAnew() {
    window.connect.core.terminate();
    this.#container.replaceChildren();
    this.#load(false);
  }

  #watchAgent(agent) {
    const read = () => {
      this.#missed = 0;
      this.#signedIn(true);
      this.#state.readAgent(agent);
    };
    agent.onRefresh(read);
    agent.onSoftphoneError(({ errorType }) => this.#state.failSound(String(errorType)));
    read();
  }

  #watchContact(contact) {
    const read = () => this.#state.readContact(contact);
    CHANGES.forEach((event) => contact[event]?.(read));
    contact.onDestroy(() => this.#state.loseContact(contact.getContactId()));
    read();
  }

  #fail(what) {
    this.#signedIn(false, what);
    this.#state.fail(what);
  }

  /** A report of the agent is due; the next one restarts the count. */
  #countMissed() {
    this.#missed += 1;
    if (this.#missed >= SILENT_AFTER && this.#state.signedIn) this.#fail("silent");
  }
}
