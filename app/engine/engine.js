import { alive, answered, ask, ready, received } from "./messages.js";
import { Fenced, openStore } from "./store.js";

const GONE_AFTER = 1500; // ms within which a page must answer

/** The engine: passes moments to Python, and carries out or passes on what Python asks for. */
export class Engine {
  #order; // its key, its generation, and the page that hosts it
  #channel;
  #store;
  #tell = null; // the Python function for moments, once it runs; until then pages send them again
  #waiting = new Map(); // open requests to the host and to pages: id -> resolve
  #asked = 0;
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
    this.#channel.postMessage(received({ number, page, generation })); // before it can hang us: not to be sent again
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

/** Ends this worker; the promise never resolves. */
function end() {
  self.close();
  return new Promise(() => undefined);
}
