import { remember } from "./early.js";
import * as failures from "./failures.js";
import { failed, starting, watch } from "./messages.js";
import { RunningWorker } from "./running.js";

const STOPPED = "stopped"; // no engine: this page does not hold the lock
const STARTING = "starting"; // its worker starts
const RUNNING = "running"; // its worker runs
const FAILED = "failed"; // it could not start, or stopped too often

const RESTART_AFTER = 2; // pulses without a sign of life until the worker is restarted
const STARTS = 3; // within CALM ms: then the engine is given up
const CALM = 60000;
const PATIENCE = 90000; // ms that a start may take: a download over a slow line, and a margin

/** The engine hosted by this page: starts its worker, restarts it when it hangs or fails, and reports its state. */
export class HostedEngine {
  #context;
  #lock;
  #giveWay;
  #state = { name: STOPPED }; // with the message that reports it to pages, and since when
  #worker = null;
  #starts = []; // when, in ms
  #gaveWay = false; // to another page, since an engine last ran here

  /** @param {() => void} giveWay lets another page try; for the rest see Host */
  constructor(context, lock, giveWay) {
    this.#context = context;
    this.#lock = lock;
    this.#giveWay = giveWay;
    addEventListener("online", () => this.#retry());
  }

  /** Starts a worker, replacing an existing one; `why` is passed to Python. */
  start(why) {
    this.#worker?.end();
    const { host, seen, clock } = this.#context;
    const since = clock.now();
    const generation = Math.max(since, seen.generation + 1);
    this.#starts.push(since);
    const events = { ready: () => this.#ready(), failed: (reason) => this.#failed(reason) };
    this.#worker = new RunningWorker(this.#context, this.#lock, events);
    this.#state = { name: STARTING, since, message: starting({ generation }) };
    this.tellState();
    this.#worker.start(generation, why);
    host.began();
  }

  /** Ends the worker: another page has the lock. */
  stop() {
    this.#worker?.end();
    this.#worker = null;
    this.#state = { name: STOPPED };
  }

  /** Reports the state, as long as no worker can do so itself. */
  tellState() {
    if (this.#state.message) this.#context.broadcast(this.#state.message);
  }

  /** Gives another page a sign of life, unless a start takes too long. */
  watched() {
    const { name, since } = this.#state;
    if (name === FAILED) this.#tellFailure();
    if (name === STARTING && since > this.#context.clock.now() - PATIENCE) this.tellState();
  }

  /** Asks the worker for a sign of life, or restarts it if too many were missed. */
  pulse() {
    const { seen, page, post } = this.#context;
    if (this.#state.name !== RUNNING) return;
    seen.missed += 1;
    if (seen.missed > RESTART_AFTER) this.start("engine_hung");
    else post(watch({ page }));
  }

  #ready() {
    this.#state = { name: RUNNING };
    this.#gaveWay = false;
    remember(this.#context.host.runtimeUrl);
    failures.forget(this.#context.key);
  }

  #failed(reason) {
    const { key, clock } = this.#context;
    const recent = this.#starts.filter((time) => time > clock.now() - CALM);
    failures.remember(key, reason);
    if (this.#state.name === RUNNING && recent.length < STARTS) return this.start("engine_failed");
    this.#worker?.end();
    this.#state = { name: FAILED, reason, message: failed({ reason }) };
    if (reason === "address") clock.after(CALM, () => this.#retry());
    return this.#tellFailure();
  }

  /** Reports that there is no engine, unless another page may try first: its files may be available or newer. */
  async #tellFailure() {
    const state = this.#state;
    const another = state.reason === "engine" && !this.#gaveWay && (await this.#lock.isAwaited());
    if (state !== this.#state) return;
    if (!another) return this.tellState();
    this.#gaveWay = true;
    this.#giveWay();
  }

  /** What could not be reached may be reachable now. */
  #retry() {
    if (this.#state.reason === "address") this.start("online");
  }
}
