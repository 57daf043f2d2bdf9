/** Delivery over a channel that may lose messages: sent again until confirmed, and handled once. */

/**
 * Milliseconds until a message that was not confirmed is sent again. While a frame loads, Chromium (seen in 156) now
 * and then delivers nothing to the frames of its process for some tenths of a second, and does not make up for it.
 */
export const AGAIN_AFTER = 400;

const KEPT = 500; // messages; none is sent again after so many others

/** What became of the latest messages, by their keys. */
export class Once {
  #results = new Map();

  /** Handles a message and returns what that gives; for one that comes again, returns it again. */
  handle(key, handler) {
    if (!this.#results.has(key)) this.#results.set(key, handler());
    if (this.#results.size > KEPT) this.#results.delete(this.#results.keys().next().value);
    return this.#results.get(key);
  }
}
