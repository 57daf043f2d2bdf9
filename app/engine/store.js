import { openDB } from "../idb.js";

const STORES = ["records", "facts", "engine"];
const PATIENCE = 3000; // ms for opening, then every order fails at once until it opens: another page may block it
const RETRY_AFTER = 30000; // ms from an opening that failed; until then every order fails at once

/** The lock belongs to a later engine: this one keeps nothing any more. */
export class Fenced extends Error {}

/**
 * Opens the browser's database of one engine: texts by box and key, for the engine that opened it last.
 * @param {string} engineKey subdomain, installation and agent: what one agent keeps, no other agent reads.
 * @param {number} generation of the engine that keeps and reads
 * @returns {(order: {do: string, box: string, key?: string, value?: string}) => Promise<unknown>} rejects where the
 *   browser does not store; tries again after a while
 */
export function openStore(engineKey, generation) {
  const database = new Database(engineKey, generation);
  database.open();
  return async (order) => verbs[order.do](await database.open(), order, generation);
}

/** Opens the database when it is needed, and again when it was closed or did not open. */
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
    limited.catch(() => undefined); // told to whoever orders
    opening.then(() => this.#replace(limited, opening), (error) => this.#failed(error, limited, opening));
    return limited;
  }

  /** It has opened late: opening it anew would only queue behind it. */
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
  get: async (database, { box, key }) => (await database.get(box, key)) ?? null,
  all: (database, { box }) => all(database.transaction(box).store),
  put: (database, { box, key, value }, mine) => change(database, { box, mine }, (store) => store.put(value, key)),
  delete: (database, { box, key }, mine) => change(database, { box, mine }, (store) => store.delete(key)),
};

async function claimed(engineKey, mine, forget) {
  const missing = (found) => STORES.filter((name) => !found.objectStoreNames.contains(name));
  const upgrade = (found) => missing(found).forEach((name) => found.createObjectStore(name));
  const close = (_current, _blocked, { target }) => {
    target.close();
    forget();
  };
  const database = await openDB(`deskline:${engineKey}`, 2, { upgrade, blocking: close, terminated: forget });
  const claim = database.transaction("engine", "readwrite");
  const owner = (await claim.store.get("generation")) ?? 0;
  const isLater = owner > mine && owner <= Date.now(); // one from the future is from before a clock was set back
  if (isLater) throw new Fenced();
  await Promise.all([claim.store.put(mine, "generation"), claim.done]);
  return database;
}

async function change(database, { box, mine }, act) {
  const transaction = database.transaction([box, "engine"], "readwrite");
  if ((await transaction.objectStore("engine").get("generation")) !== mine) throw new Fenced();
  await Promise.all([act(transaction.objectStore(box)), transaction.done]);
  return null;
}

async function all(box) {
  const [keys, values] = await Promise.all([box.getAllKeys(), box.getAll()]);
  return keys.map((key, index) => [key, values[index]]);
}

function inTime(opening) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("the database does not open")));
  return Promise.race([opening, late]);
}
