/**
 * Downloads each of Pyodide's files from a mirror that has it: the next is asked when one fails or does not answer.
 * The browser checks each file's hash, so it does not matter who serves it.
 */
import { kept } from "./copies.js";
import { RUNTIME } from "../runtime.js";
import { pause, Race } from "./race.js";

const PATIENCE = 8000; // ms after which a kept copy is used
const LIMIT = 60000; // ms that a download may take
const fetch = self.fetch.bind(self); // the real one, also while the loader's fetches are answered

/** Where each file came from: name -> address. */
export const sources = new Map();

/** Why the engine cannot start: "setting", "address", "hash", "memory" or "engine". */
export class CannotStart extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * @param {string} name of the file
 * @param {string[]} folders that have it, in the order in which they are asked
 * @returns {Promise<Response>} its content, checked
 */
export function download(name, folders) {
  const integrity = RUNTIME.files[name];
  const urls = folders.map((folder) => new URL(name, folder).href);
  const limit = AbortSignal.timeout(LIMIT);
  const from = (cache) => new Race((url, signal) => fetch(url, { integrity, cache, signal }), limit).run(urls);
  const fetched = from("default")
    .catch(() => from("reload"))
    .then(({ url, response }) => {
      sources.set(name, url);
      return response;
    })
    .catch(() => copyOrReason(urls, integrity, limit));
  return Promise.race([fetched, lateCopy(integrity)]);
}

/**
 * The kept copy. Without one it fails with the reason: a wrong file, or none; a stalled download shows neither.
 */
async function copyOrReason(urls, integrity, limit) {
  const copy = await kept(integrity);
  if (copy) return copy;
  const wrong = limit.aborted ? [] : await Promise.all(urls.map((url) => isAnother(url, integrity)));
  throw new CannotStart(wrong.includes(true) ? "hash" : "address");
}

/** Whether the address delivers a complete file with another hash. */
async function isAnother(url, integrity) {
  const own = new AbortController();
  const differs = fetch(url, { cache: "no-store", signal: own.signal })
    .then((response) => response.ok && response.arrayBuffer())
    .then(async (bytes) => bytes && (await sha384(bytes)) !== integrity)
    .catch(() => false);
  return Promise.race([differs, pause(PATIENCE)]).finally(() => own.abort());
}

async function sha384(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
}

async function lateCopy(integrity) {
  await pause(PATIENCE);
  return (await kept(integrity)) ?? new Promise(() => {});
}
