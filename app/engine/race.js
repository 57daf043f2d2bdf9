/** One file from the first mirror that delivers it: the next is asked when one fails or does not answer. */

const SILENCE = 3000; // ms until a mirror that has not delivered is probed,
const ANSWER = 2000; // ms for its answer to the probe,
const SLOW = 15000; // and ms more if it answers: a second download would halve the bandwidth of a slow line
const fetch = self.fetch.bind(self); // the real one, also while the loader's fetches are answered

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks mirrors for a file. */
export class Race {
  #ask;
  #limit;
  #begun = []; // AbortControllers
  #winner = null;

  /**
   * @param {(url: string, signal: AbortSignal) => Promise<Response>} ask
   * @param {AbortSignal} limit ends everything
   */
  constructor(ask, limit) {
    this.#ask = ask;
    this.#limit = limit;
  }

  /** @returns {Promise<{url: string, response: Response}>} the first that succeeds; the others are broken off then */
  async run(urls) {
    await this.#first(urls);
    for (const own of this.#begun) if (own !== this.#winner.own) own.abort();
    return this.#winner;
  }

  #first([url, ...others]) {
    const asked = this.#begin(url);
    if (!others.length) return asked;
    const failed = new Promise((resolve) => asked.catch(resolve));
    const next = Promise.race([failed, this.#silent(url)]).then(() => (this.#isOver ? asked : this.#first(others)));
    return Promise.any([asked, next]);
  }

  async #begin(url) {
    const own = new AbortController();
    this.#begun.push(own);
    this.#limit.addEventListener("abort", () => own.abort());
    if (this.#limit.aborted) own.abort();
    const response = await this.#ask(url, own.signal);
    if (!response.ok) throw new Error(response.status);
    this.#winner ??= { url, own, response };
    return this.#winner;
  }

  async #silent(url) {
    await pause(SILENCE);
    if (!this.#isOver && (await answers(url))) await pause(SLOW);
  }

  get #isOver() {
    return this.#winner !== null || this.#limit.aborted;
  }
}

/** Whether the address answers: response headers are enough. */
async function answers(url) {
  const own = new AbortController();
  const found = fetch(url, { cache: "no-store", signal: own.signal }).then((response) => response.ok, () => false);
  return Promise.race([found, pause(ANSWER)]).finally(() => own.abort());
}
