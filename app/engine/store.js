import { openDB } from "../idb.js";

const STORES = ["records", "facts", "lines", "engine"];
const PATIENCE = 3000; // ms for opening; after that every order fails at once until it opens: another page may block it
const RETRY_AFTER = 30000; // ms after a failed opening; until then every order fails at once

/** The lock belongs to a later engine: this one may not write any more. */
export class Fenced extends Error {}

/**
 * Opens the browser's database of one engine: texts by object store and key, for the engine that opened it last.
 * @param {string} engineKey subdomain, installation and agent: no agent reads what another stored.
 * @param {number} generation of the engine that keeps and reads
 * @returns {(order: object) => Promise<unknown>} takes {do, object_store, key, value}; rejects where the
 *   browser does not store; tries again after a while
 */
export function openStore(engineKey, generation) {
  const database = new Database(engineKey, generation);
  database.open();
  return async (order) => verbs[order.do](await database.open(), order, generation);
}

/** Opens the database when needed, and again after it was closed or failed to open. */
class Database {
  #key;
  #generation;
  #opened = null; // a promise of the database

  constructor(key, generation) {
    this.#key = key;
    this.#generation = generation;
  }

  /** @returns {Promise<object>} the database; rejects while it does not open */
  open() {
    this.#opened ??= this.#begin();
    return this.#opened;
  }

  #begin() {
    const opening = claimed(this.#key, this.#generation, () => this.#forget());
    const limited = inTime(opening);
    limited.catch(() => undefined); // reported to each order
    opening.then(() => this.#replace(limited, opening), (error) => this.#failed(error, limited, opening));
    return limited;
  }

  /** It opened late: opening it again would only queue behind it. */
  #replace(limited, opening) {
    if (this.#opened === limited) this.#opened = opening;
  }

  #failed(error, limited, opening) {
    this.#replace(limited, opening);
    if (!(error instanceof Fenced)) setTimeout(() => this.#forget(), RETRY_AFTER);
  }

  #forget() {
    this.#opened = null;
  }
}

const verbs = {
  get: async (database, { object_store: name, key }) => (await database.get(name, key)) ?? null,
  all: (database, { object_store: name }) => all(database.transaction(name).store),
  put: (database, { object_store: name, key, value }, mine) =>
    change(database, { name, mine }, (store) => store.put(value, key)),
  delete: (database, { object_store: name, key }, mine) =>
    change(database, { name, mine }, (store) => store.delete(key)),
};

async function claimed(engineKey, mine, forget) {
  const missing = (found) => STORES.filter((name) => !found.objectStoreNames.contains(name));
  const upgrade = (found) => missing(found).forEach((name) => found.createObjectStore(name));
  const close = (_current, _blocked, { target }) => {
    target.close();
    forget();
  };
  const database = await openDB(`deskline:${engineKey}`, 3, { upgrade, blocking: close, terminated: forget });
  const claim = database.transaction("engine", "readwrite");
  const owner = (await claim.store.get("generation")) ?? 0;
  const isLater = owner > mine && owner <= Date.now(); // one in the future is from before a clock was set back
  if (isLater) throw new Fenced();
  await Promise.all([claim.store.put(mine, "generation"), claim.done]);
  return database;
}

async function change(database, { name, mine }, act) {
  const transaction = database.transaction([name, "engine"], "readwrite");
  if ((await transaction.objectStore("engine").get("generation")) !== mine) throw new Fenced();
  await Promise.all([act(transaction.objectStore(name)), transaction.done]);
  return null;
}

async function all(store) {
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return keys.map((key, index) => [key, values[index]]);
}

function inTime(opening) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("the database does not open")));
  return Promise.race([opening, late]);
}
