import { moment, PROTOCOL } from "./messages.js";
import { AGAIN_AFTER } from "./once.js";

const REQUESTS = ["pressed", "dial"]; // what the agent wants now, and would not expect later
const EXPIRES_AFTER = 10000; // ms later

/**
 * A page's moments: each is sent to the engine, and again, until one has received it. An engine takes them only in the
 * order of their numbers, which begin anew with each engine.
 */
export class Pending {
  #page;
  #clock;
  #post;
  #generation = 0; // of the current engine
  #closed = false; // while the engine is another version's
  #entries = []; // {message, until, number}, in order
  #count = 0;
  #waits = false; // for the engine to receive the first of them

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
    const until = REQUESTS.includes(told.kind) ? this.#clock.now() + EXPIRES_AFTER : Infinity;
    const message = moment({ page: this.#page, protocol: PROTOCOL, ofHost, text: JSON.stringify(told) });
    this.#add({ message, until });
  }

  /** The engine has received this moment, and so all before it. */
  received(number) {
    this.#keep((entry) => !(entry.number <= number)); // one that was never sent has no number
  }

  /** Sends the next engine what is pending and has not expired, after the page's greeting. */
  renew(generation, greet) {
    this.#closed = false;
    this.#generation = generation;
    this.#count = 0;
    this.#keep(({ until }) => until >= this.#clock.now());
    const waiting = this.#entries;
    this.#entries = [];
    greet();
    waiting.forEach((entry) => this.#add(entry));
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

  #add(entry) {
    this.#entries.push(entry);
    if (!this.#generation) return;
    this.#count += 1;
    entry.number = this.#count;
    this.#send(entry);
    this.#wait(AGAIN_AFTER);
  }

  #send({ message, number }) {
    this.#post({ ...message, number, generation: this.#generation });
  }

  /** Sends everything again if the engine has not received the first by then; ever less often, as it may be busy. */
  #wait(ms) {
    if (this.#waits || !this.#entries.length) return;
    this.#waits = true;
    const [first] = this.#entries;
    this.#clock.after(ms, () => {
      this.#waits = false;
      const stuck = first === this.#entries[0];
      if (stuck) this.#entries.forEach((entry) => this.#send(entry));
      this.#wait(stuck ? 2 * ms : AGAIN_AFTER);
    });
  }

  #keep(wanted) {
    this.#entries = this.#entries.filter(wanted);
  }
}
