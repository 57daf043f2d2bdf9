import { openDB } from "./idb.js";

const BOXES = ["records", "facts"];

/**
 * Opens the browser's database of one engine: texts by box and key.
 * @param {string} engineKey subdomain, installation and agent: what one agent keeps, no other agent reads.
 * @returns {Promise<(order: {do: string, box: string, key?: string, value?: string}) => Promise<unknown>>}
 */
export async function openStore(engineKey) {
  const database = await openDB(`deskline:${engineKey}`, 1, {
    upgrade: (fresh) => BOXES.forEach((box) => fresh.createObjectStore(box)),
  });
  const verbs = {
    get: ({ box, key }) => database.get(box, key).then((text) => text ?? null),
    put: ({ box, key, value }) => database.put(box, value, key).then(() => null),
    delete: ({ box, key }) => database.delete(box, key).then(() => null),
    all: ({ box }) => all(database.transaction(box).store),
  };
  return (order) => verbs[order.do](order);
}

async function all(box) {
  const [keys, values] = await Promise.all([box.getAllKeys(), box.getAll()]);
  return keys.map((key, index) => [key, values[index]]);
}
