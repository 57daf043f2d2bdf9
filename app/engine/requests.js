import { answered, ask } from "./messages.js";
import { AGAIN_AFTER } from "./once.js";

const GONE_AFTER = 1500; // ms within which a page must answer

/** What the engine asks of its host and of pages; a page is asked again until it answers. */
export class Requests {
  #generation;
  #channel;
  #open = new Map(); // id -> resolve
  #views = new Map(); // page -> id of the latest request to show something
  #count = 0;

  /**
   * @param {number} generation the engine's
   * @param {BroadcastChannel} channel to the pages
   */
  constructor(generation, channel) {
    this.#generation = generation;
    this.#channel = channel;
  }

  /**
   * Asks the page that the order names, or else the host.
   * @returns {Promise<string>} the answer; of a page that does not answer in time that it is gone
   */
  carryOut({ kind, page = null }, text) {
    this.#count += 1;
    const generation = this.#generation;
    const asked = ask({ id: `${generation}:${this.#count}`, page, generation, text });
    const answer = new Promise((resolve) => this.#open.set(asked.id, resolve));
    if (kind === "show") this.#replaces(asked);
    if (page) this.#askPage(asked);
    else self.postMessage(asked);
    return answer;
  }

  /** Takes an answer; unknown and late ones are ignored. */
  settle({ id, text }) {
    this.#open.get(id)?.(text);
    this.#open.delete(id);
  }

  /** An older view that the page has not accepted yet is obsolete: sent again, it would replace this one. */
  #replaces({ id, page }) {
    this.settle(answered({ id: this.#views.get(page), text: '{"ok": null}' }));
    this.#views.set(page, id);
  }

  #askPage(asked) {
    const send = () => this.#channel.postMessage(asked);
    const again = setInterval(() => (this.#open.has(asked.id) ? send() : clearInterval(again)), AGAIN_AFTER);
    send();
    setTimeout(() => this.settle(answered({ id: asked.id, text: '{"error": "gone"}' })), GONE_AFTER);
  }
}
