import { takeWorker } from "./early.js";
import { failures } from "./failures.js";
import { answerTo, PROTOCOL, ready, start } from "./messages.js";

/** The engine's worker as its host sees it: its requests are carried out; after its end they are ignored. */
export class RunningWorker {
  #context;
  #lock;
  #events;
  #worker;
  #ready = false;
  #ended = false;

  /**
   * Takes a worker, which loads the runtime.
   * @param {object} context see Host
   * @param {import("./lock.js").EngineLock} lock
   * @param {{ready: () => void, failed: (reason: string) => void}} events
   */
  constructor(context, lock, events) {
    this.#context = context;
    this.#lock = lock;
    this.#events = events;
    this.#worker = takeWorker(context.host.runtimeUrl);
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = () => this.#broken();
  }

  /** Starts Python in it; `why` is passed to Python. */
  start(generation, why) {
    const { key, page, host } = this.#context;
    const began = { why, failures: failures(key) };
    const config = JSON.stringify({ ...JSON.parse(host.config), began });
    this.#worker.postMessage(start({ key, page, generation, protocol: PROTOCOL, config }));
  }

  /** Ends it; messages that are not handled yet are dropped. */
  end() {
    this.#ended = true;
    this.#worker.terminate();
  }

  #receive(data) {
    if (this.#ended) return;
    const handle = {
      ready: () => this.#started(),
      failed: () => this.#events.failed(data.reason),
      alive: () => this.#alive(data),
      ask: () => this.#carryOut(data),
    };
    handle[data.kind]?.();
  }

  #started() {
    this.#ready = true;
    this.#events.ready();
  }

  /** Its script could not be loaded or failed; once it runs, Python reports errors itself. */
  #broken() {
    if (!this.#ended && !this.#ready) this.#events.failed("engine");
  }

  /** The worker is alive; other pages are told so only if Zendesk's page responds here too. */
  async #alive({ generation }) {
    const { seen, host, broadcast } = this.#context;
    seen.missed = 0;
    if (await host.reached()) broadcast(ready({ generation, protocol: PROTOCOL }));
  }

  async #carryOut(asked) {
    if (!(await this.#lock.isHeld()) || this.#ended) return;
    this.#worker.postMessage(await answerTo(asked, this.#context.host.perform));
  }
}
