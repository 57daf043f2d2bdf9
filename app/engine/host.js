import { HostedEngine } from "./hosted.js";
import { EngineLock } from "./lock.js";
import { watch } from "./messages.js";

const WAITING = "waiting"; // queued for the lock; another page hosts the engine
const STEALING = "stealing"; // that page hangs, and the lock is being stolen
const HOSTING = "hosting"; // this page holds the lock, and runs the engine

const STEAL_AFTER = 3; // pulses without a sign of life until the engine is taken over: 6 to 8 s

/**
 * A page that may host the engine: waits for the lock, steals it from a page that hangs, and hosts an engine as long
 * as it holds the lock. Its public methods handle messages of the channel.
 */
export class Host {
  #context;
  #lock;
  #engine;
  #state = WAITING;

  /**
   * @param {object} context
   * @param {string} context.key whose engine it is
   * @param {string} context.page this page's id
   * @param {object} context.host what only a hosting page can do, see attach
   * @param {{generation: number, missed: number, failed: string}} context.seen what this page has seen of engines
   * @param {object} context.clock
   * @param {(message: object) => void} context.post tells the other pages
   * @param {(message: object) => void} context.broadcast tells every page, this one included
   */
  constructor(context) {
    const events = { granted: (stolen) => this.#granted(stolen), lost: () => this.#lost() };
    this.#context = context;
    this.#lock = new EngineLock(`deskline:engine:${context.key}`, events);
    this.#engine = new HostedEngine(context, this.#lock, () => this.#giveWay());
    this.#lock.queue();
  }

  /** A page has attached: this page answers it as long as no worker can. */
  pinged() {
    this.#engine.tellState();
  }

  /** Another host page asks for a sign of life. */
  watched() {
    this.#engine.watched();
  }

  /** A sign of life is due: acts if too many have been missed. */
  pulse() {
    if (this.#state === WAITING) this.#watch();
    if (this.#state === HOSTING) this.#engine.pulse();
  }

  /** Counts missed signs of life, and asks the page with the engine for one. */
  #watch() {
    const { seen, page, post } = this.#context;
    seen.missed += 1;
    if (seen.missed > STEAL_AFTER) this.#steal();
    else post(watch({ page }));
  }

  #steal() {
    this.#state = STEALING;
    this.#lock.steal();
  }

  #granted(stolen) {
    const { seen } = this.#context;
    const first = seen.generation || seen.failed ? "tab_closed" : "opened";
    this.#state = HOSTING;
    this.#engine.start(stolen ? "page_hung" : first);
  }

  #lost() {
    this.#leave();
    this.#lock.queue();
  }

  #giveWay() {
    this.#leave();
    this.#lock.passOn();
  }

  #leave() {
    this.#engine.stop();
    this.#state = WAITING;
  }
}
