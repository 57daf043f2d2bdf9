import { alive, answered, ask, heard, ready } from "./messages.js";
import { Fenced, openStore } from "./store.js";

const GONE_AFTER = 1500; // ms that a page has for its answer

/** The engine: hands Python what it is told, and carries out or passes on what Python asks for. */
export class Engine {
  #order; // whose engine it is, of which generation, hosted by which page
  #channel;
  #store;
  #tell = null; // Python's ear, once it runs: pages send again what was not heard
  #waiting = new Map(); // what was asked of the host and of pages: id -> resolve
  #asked = 0;
  #fail;

  /**
   * @param {{key: string, page: string, generation: number, protocol: number}} order
   * @param {(error: Error) => void} fail is told what nothing can go on after
   */
  constructor(order, fail) {
    this.#order = order;
    this.#fail = fail;
    this.#channel = new BroadcastChannel(`deskline:${order.key}`);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    this.#store = openStore(order.key, order.generation);
  }

  /** Starts Python, and says that the engine is ready. */
  run(python, config) {
    const request = (text) => this.#carryOut(text);
    this.#tell = python.start({ generation: this.#order.generation, request }, config);
    this.#channel.postMessage(ready(this.#order));
    self.postMessage(ready(this.#order));
  }

  /** Takes the answer of the host or of a page; another one, or a late one, changes nothing. */
  settle({ id, text }) {
    this.#waiting.get(id)?.(text);
    this.#waiting.delete(id);
  }

  #receive(data) {
    if (data.kind === "answered") this.settle(data);
    if (!this.#tell) return;
    const handle = {
      ready: () => this.#another(data),
      starting: () => this.#another(data),
      ping: () => this.#channel.postMessage(ready(this.#order)),
      watch: () => self.postMessage(alive(this.#order)), // the host passes it on: so both are known to live
      moment: () => this.#moment(data),
    };
    handle[data.kind]?.();
  }

  /** Another engine has begun: this one has lost the lock. */
  #another({ generation }) {
    if (generation > this.#order.generation) self.close();
  }

  #moment({ number, page, generation, protocol, ofHost, text }) {
    if (protocol !== this.#order.protocol) return;
    if (generation !== this.#order.generation) return; // told before we were ready: it comes again, in order
    this.#channel.postMessage(heard({ number, page, generation })); // first: one that hangs us must not come again
    if (ofHost && page !== this.#order.page) return; // what a page that lost the engine says of Connect may be stale
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
    this.#asked += 1;
    const { generation } = this.#order;
    const asked = ask({ id: `${generation}:${this.#asked}`, page: order.page ?? null, generation, text });
    const answer = new Promise((resolve) => this.#waiting.set(asked.id, resolve));
    if (order.page) this.#askPage(asked);
    else self.postMessage(asked);
    return answer;
  }

  #askPage(asked) {
    this.#channel.postMessage(asked);
    setTimeout(() => this.settle(answered({ id: asked.id, text: '{"error": "gone"}' })), GONE_AFTER);
  }

  async #keep(order) {
    try {
      return JSON.stringify({ ok: await this.#store(order) });
    } catch (error) {
      return error instanceof Fenced ? end() : '{"error": "storage"}';
    }
  }
}

/** Ends this worker; whoever waits for it waits for ever. */
function end() {
  self.close();
  return new Promise(() => undefined);
}
