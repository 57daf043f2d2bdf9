/**
 * Every message of the engine, declared once: those between pages, host and engine on the channel of one agent, and
 * those between the host and its worker. The table in docs/border.md is tested against it.
 *
 * A page is any page of the app. A host is a page that may host the engine: the one that holds the lock does, and the
 * engine is its worker.
 */

/** Raised when messages change so that versions of the app cannot read each other's. */
export const PROTOCOL = 1;

/**
 * Declares a kind of message.
 * @returns {(given?: object) => object} makes such a message of its fields; carries its declaration
 */
function message(kind, { from, to }, fields) {
  const made = (given = {}) => ({ kind, ...Object.fromEntries(fields.map((name) => [name, given[name]])) });
  return Object.assign(made, { kind, from, to, fields });
}

// Signs of life: these and the generations in them stay readable across protocols.
export const ping = message("ping", { from: "page", to: "host, engine" }, ["page"]);
export const watch = message("watch", { from: "host", to: "host, engine" }, ["page"]);
export const alive = message("alive", { from: "engine", to: "host" }, ["generation"]);
export const starting = message("starting", { from: "host", to: "page, engine" }, ["generation"]);
export const ready = message("ready", { from: "engine, host", to: "page, host, engine" }, ["generation", "protocol"]);
export const failed = message("failed", { from: "engine, host", to: "host, page" }, ["reason"]);

export const moment = message("moment", { from: "page", to: "engine" }, [
  "number", "page", "generation", "protocol", "ofHost", "text",
]);
export const received = message("received", { from: "engine", to: "page" }, ["number", "page", "generation"]);
export const ask = message("ask", { from: "engine", to: "page, host" }, ["id", "page", "generation", "text"]);
export const answered = message("answered", { from: "page, host", to: "engine" }, ["id", "text"]);

export const load = message("load", { from: "host", to: "engine" }, ["runtimeUrl"]);
export const start = message("start", { from: "host", to: "engine" }, [
  "key", "page", "generation", "protocol", "config",
]);

/** Carries out a request, and always returns an answer. */
export async function answerTo({ id, text }, perform) {
  try {
    return answered({ id, text: await perform(text) });
  } catch {
    return answered({ id, text: '{"error": "failed"}' });
  }
}
