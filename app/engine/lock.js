/**
 * The Web Lock that one page of this browser holds at a time: the page that holds it hosts the engine.
 *
 * Only the latest request counts: an earlier one may still be granted or rejected by the browser, which is ignored.
 */
export class EngineLock {
  #name;
  #events;
  #request = null; // the latest: {withdraw, release}
  #owner = ""; // this page's name as the lock's owner

  /**
   * @param {string} name
   * @param {{granted: (stolen: boolean) => void, lost: () => void}} events
   */
  constructor(name, events) {
    this.#name = name;
    this.#events = events;
  }

  /** Waits for this page's turn. */
  queue() {
    const waiting = new AbortController();
    this.#ask({ signal: waiting.signal }, () => waiting.abort());
  }

  /** Takes the lock from the page that holds it. */
  steal() {
    this.#request?.withdraw();
    this.#ask({ steal: true }, () => undefined);
  }

  /** Gives the lock to the next page that waits, and waits again behind it. */
  passOn() {
    const { release } = this.#request;
    this.queue();
    release();
  }

  /** Whether this page still holds the lock: a page that hung or slept may have lost it without notice. */
  async isHeld() {
    return (await this.#holder()) === this.#owner;
  }

  /** Whether another page waits for the lock. */
  async isAwaited() {
    return (await this.#known("pending")).length > 0;
  }

  #ask(options, withdraw) {
    const request = { withdraw, release: () => undefined };
    this.#request = request;
    const hold = () => this.#hold(request, Boolean(options.steal));
    navigator.locks.request(this.#name, options, hold).catch(() => this.#rejected(request));
  }

  async #hold(request, stolen) {
    const owner = await this.#holder();
    if (request !== this.#request) return undefined;
    this.#owner = owner;
    const released = new Promise((resolve) => (request.release = resolve));
    this.#events.granted(stolen);
    return released;
  }

  #rejected(request) {
    if (request === this.#request) this.#events.lost();
  }

  async #holder() {
    return (await this.#known("held"))[0]?.clientId;
  }

  async #known(how) {
    return (await navigator.locks.query())[how].filter(({ name }) => name === this.#name);
  }
}
