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
 *   browser does not store; tries anew after a while
 */
export function openStore(engineKey, generation) {
  let opened = null;
  const forget = () => (opened = null);
  const open = () => (opened ??= begun());
  const begun = () => {
    const opening = claimed(engineKey, generation, forget);
    const hurried = inTime(opening);
    hurried.catch(() => undefined); // told to whoever orders
    const late = () => opened === hurried && (opened = opening); // opening anew would only queue behind it
    const failed = (error) => {
      late();
      if (!(error instanceof Fenced)) setTimeout(forget, RETRY_AFTER);
    };
    opening.then(late, failed);
    return hurried;
  };
  open();
  return async (order) => verbs[order.do](await open(), order, generation);
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
  const letGo = (_current, _blocked, { target }) => {
    target.close();
    forget();
  };
  const database = await openDB(`deskline:${engineKey}`, 2, { upgrade, blocking: letGo, terminated: forget });
  const claim = database.transaction("engine", "readwrite");
  const owner = (await claim.store.get("generation")) ?? 0;
  if (owner > mine && owner <= Date.now()) throw new Fenced(); // one from the future is from before a clock was set back
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
