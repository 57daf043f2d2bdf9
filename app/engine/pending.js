import { moment, PROTOCOL } from "./messages.js";

const REQUESTS = ["pressed", "dial"]; // what the agent wants now, and would not expect later
const EXPIRES_AFTER = 10000; // ms later

/** A page's moments: each is sent to the engine, and again to the next one, until one has received it. */
export class Pending {
  #page;
  #clock;
  #post;
  #generation = 0; // of the current engine
  #closed = false; // while the engine is another version's
  #entries = []; // {message, until}, in order
  #count = 0;

  /**
   * @param {string} page the page's id
   * @param {object} clock
   * @param {(message: object) => void} post sends a message to the engine
   */
  constructor(page, clock, post) {
    this.#page = page;
    this.#clock = clock;
    this.#post = post;
  }

  /** Sends a moment, now or as soon as there is an engine. */
  tell(told, ofHost) {
    if (this.#closed) return;
    this.#count += 1;
    const until = REQUESTS.includes(told.kind) ? this.#clock.now() + EXPIRES_AFTER : Infinity;
    const message = moment({
      number: this.#count,
      page: this.#page,
      protocol: PROTOCOL,
      ofHost,
      text: JSON.stringify(told),
    });
    this.#entries.push({ message, until });
    if (this.#generation) this.#send(message);
  }

  /** The engine has received this moment. */
  received(number) {
    this.#keep(({ message }) => message.number !== number);
  }

  /** Sends the next engine what is pending and has not expired, after the page's greeting. */
  renew(generation, greet) {
    this.#closed = false;
    this.#generation = generation;
    this.#keep(({ until }) => until >= this.#clock.now());
    const waiting = [...this.#entries]; // without the greeting
    greet();
    waiting.forEach(({ message }) => this.#send(message));
  }

  /** Drops the agent's requests: there is no engine to carry them out. */
  dropRequests() {
    this.#keep(({ until }) => until === Infinity);
  }

  /** Drops everything, and accepts nothing until there is an engine that can read it. */
  close() {
    this.#closed = true;
    this.#entries = [];
  }

  #send(message) {
    this.#post({ ...message, generation: this.#generation });
  }

  #keep(wanted) {
    this.#entries = this.#entries.filter(wanted);
  }
}
