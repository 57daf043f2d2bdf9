import { alive, ready, received } from "./messages.js";
import { Requests } from "./requests.js";
import { Fenced, openStore } from "./store.js";

/** The engine: passes moments to Python, and carries out or passes on what Python asks for. */
export class Engine {
  #order; // its key, its generation, and the page that hosts it
  #channel;
  #store;
  #tell = null; // the Python function for moments, once it runs; until then pages send them again
  #requests; // to the host and to pages
  #handled = new Map(); // page -> number of its latest moment
  #fail;

  /**
   * @param {{key: string, page: string, generation: number, protocol: number}} order
   * @param {(error: Error) => void} fail is called with an error that the engine cannot survive
   */
  constructor(order, fail) {
    this.#order = order;
    this.#fail = fail;
    this.#channel = new BroadcastChannel(`deskline:${order.key}`);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    this.#requests = new Requests(order.generation, this.#channel);
    this.#store = openStore(order.key, order.generation);
  }

  /** Starts Python, and reports that the engine is ready. */
  run(python, config) {
    const request = (text) => this.#carryOut(text);
    this.#tell = python.start({ generation: this.#order.generation, request }, config);
    this.#channel.postMessage(ready(this.#order));
    self.postMessage(ready(this.#order));
  }

  /** Takes an answer of the host or of a page; unknown and late ones are ignored. */
  settle(answer) {
    this.#requests.settle(answer);
  }

  #receive(data) {
    if (data.kind === "answered") this.settle(data);
    if (!this.#tell) return;
    const handle = {
      ready: () => this.#another(data),
      starting: () => this.#another(data),
      ping: () => this.#channel.postMessage(ready(this.#order)),
      watch: () => self.postMessage(alive(this.#order)), // the host passes it on, which shows that both are alive
      moment: () => this.#moment(data),
    };
    handle[data.kind]?.();
  }

  /** Another engine has started: this one has lost the lock. */
  #another({ generation }) {
    if (generation > this.#order.generation) self.close();
  }

  #moment({ number, page, generation, protocol, ofHost, text }) {
    if (protocol !== this.#order.protocol) return;
    if (generation !== this.#order.generation) return; // sent before this engine was ready: it is sent again, in order
    const latest = this.#handled.get(page) ?? 0;
    if (number > latest + 1) return; // one before it was lost: the page sends both again
    this.#channel.postMessage(received({ number, page, generation })); // before it can hang us: not to be sent again
    if (number <= latest) return;
    this.#handled.set(page, number);
    if (ofHost && page !== this.#order.page) return; // a page that lost the engine may report an old state of Connect
    this.#hand(text);
  }

  #hand(text) {
    try {
      this.#tell(text);
    } catch (error) {
      if (error.name === "PythonError") console.error(error.type);
      else this.#fail(error);
    }
  }

  async #carryOut(text) {
    const order = JSON.parse(text);
    if (order.kind === "store") return this.#keep(order);
    return this.#requests.carryOut(order, text);
  }

  async #keep(order) {
    try {
      return JSON.stringify({ ok: await this.#store(order) });
    } catch (error) {
      return error instanceof Fenced ? end() : '{"error": "storage"}';
    }
  }
}

/** Ends this worker; the promise never resolves. */
function end() {
  self.close();
  return new Promise(() => undefined);
}
