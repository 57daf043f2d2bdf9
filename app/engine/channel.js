import { dismiss } from "./early.js";
import { Host } from "./host.js";
import { answerTo, ping, PROTOCOL } from "./messages.js";
import { Once } from "./once.js";
import { Pending } from "./pending.js";

const PULSE = 2000; // ms between two checks whether the engine is alive

/** A page's end of the engine's channel: tracks the current engine, sends it moments, answers its requests. */
export class EngineChannel {
  #options;
  #channel;
  #pending;
  #asks = new Once();
  #host = null; // of a page that may host the engine
  #seen = { generation: 0, missed: 0, failed: "" }; // of engines; the host counts missed signs of life in it

  /**
   * Listens, and asks whether there is an engine.
   * @param {object} options as attach has them
   */
  constructor({ host, ...options }) {
    this.#options = options;
    this.#channel = new BroadcastChannel(`deskline:${options.key}`);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    this.#pending = new Pending(options.page, options.clock, (message) => this.#channel.postMessage(message));
    if (host) this.#mayHost(host);
    this.#channel.postMessage(ping({ page: options.page }));
  }

  /** Sends the engine a moment, now or as soon as there is one. */
  tell(moment, ofHost) {
    this.#pending.tell(moment, ofHost);
  }

  /** Lets this page host the engine when it is its turn. */
  #mayHost(host) {
    const { key, page, clock } = this.#options;
    const post = (message) => this.#channel.postMessage(message);
    const broadcast = (message) => {
      post(message);
      this.#receive(message);
    };
    this.#host = new Host({ key, page, host, seen: this.#seen, clock, post, broadcast });
    clock.every(PULSE, () => this.#host.pulse());
  }

  #receive(data) {
    const handle = {
      ping: () => this.#host?.pinged(),
      watch: () => this.#host?.watched(),
      starting: () => this.#starting(data),
      ready: () => this.#ready(data),
      failed: () => this.#failed(data),
      received: () => this.#received(data),
      ask: () => this.#asked(data),
    };
    handle[data.kind]?.();
  }

  #starting({ generation }) {
    this.#signOfLife();
    if (generation > this.#seen.generation) this.#options.on.starting();
  }

  #ready({ generation, protocol }) {
    if (generation < this.#seen.generation) return;
    this.#signOfLife();
    if (generation === this.#seen.generation) return;
    this.#seen.generation = generation;
    if (protocol === PROTOCOL) this.#renew();
    else this.#standAside();
  }

  #failed({ reason }) {
    this.#signOfLife();
    if (reason !== this.#seen.failed) this.#tellFailure(reason);
  }

  #received({ number, page, generation }) {
    if (page === this.#options.page && generation >= this.#seen.generation) this.#pending.received(number);
  }

  async #asked(asked) {
    const { page, perform } = this.#options;
    if (asked.generation < this.#seen.generation || ![page, "*"].includes(asked.page)) return;
    this.#channel.postMessage(await this.#asks.handle(asked.id, () => answerTo(asked, perform)));
  }

  /** Some page hosts an engine, or tries to: this page need not. */
  #signOfLife() {
    this.#seen.missed = 0;
    dismiss();
  }

  #renew() {
    this.#seen.failed = "";
    this.#pending.renew(this.#seen.generation, () => this.#options.on.ready());
  }

  /** Another version's engine runs, which must not get moments that were meant for this version's. */
  #standAside() {
    this.#pending.close();
    if (this.#seen.failed !== "updated") this.#tellFailure("updated");
  }

  #tellFailure(reason) {
    this.#seen.failed = reason;
    this.#pending.dropRequests();
    this.#options.on.failed(reason);
  }
}
