/**
 * Downloads Pyodide's files from whichever mirror has them, each file for itself: the next is asked when one fails or
 * stays silent. The browser checks each against its hash, so that it does not matter who serves it.
 */
import { kept } from "./copies.js";
import { RUNTIME } from "./runtime.js";

const SILENCE = 3000; // ms until a mirror that has not delivered is asked whether it is there at all,
const ANSWER = 2000; // ms that it has to say so,
const SLOW = 15000; // and ms more for one that is there: a second download would only halve a slow line
const PATIENCE = 8000; // ms without the file, after which a kept copy serves
const LIMIT = 60000; // ms that a download may take
const fetch = self.fetch.bind(self); // ours, also while the loader's own fetches are answered
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where each file came from: name -> address. */
export const sources = new Map();

/** Why the engine cannot start: "setting", "address", "hash", "memory" or "engine". */
export class Unfit extends Error {
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
  const from = (cache) => firstOf(urls, (url, signal) => fetch(url, { integrity, cache, signal }), limit);
  const fetched = from("default")
    .catch(() => from("reload"))
    .then(({ url, response }) => (sources.set(name, url), response))
    .catch(() => instead(urls, integrity, limit));
  return Promise.race([fetched, lateCopy(integrity)]);
}

/** What the first of the mirrors answers that succeeds; the others are broken off then. */
async function firstOf(urls, ask, limit) {
  const begun = [];
  let winner = null;
  const over = () => winner || limit.aborted;
  const begin = async (url) => {
    const own = new AbortController();
    begun.push(own);
    limit.addEventListener("abort", () => own.abort());
    if (limit.aborted) own.abort();
    const response = await ask(url, own.signal);
    if (!response.ok) throw new Error(response.status);
    winner ??= { url, own, response };
    return winner;
  };
  const from = ([url, ...others]) => {
    const asked = begin(url);
    if (!others.length) return asked;
    const failed = new Promise((resolve) => asked.catch(resolve));
    return Promise.any([asked, Promise.race([failed, late(url, over)]).then(() => (over() ? asked : from(others)))]);
  };
  await from(urls);
  for (const own of begun) if (own !== winner.own) own.abort();
  return winner;
}

async function late(url, over) {
  await pause(SILENCE);
  if (!over() && (await answers(url))) await pause(SLOW);
}

/** Whether the address has anything: the head of its answer is enough. */
async function answers(url) {
  const own = new AbortController();
  const found = fetch(url, { cache: "no-store", signal: own.signal }).then((response) => response.ok, () => false);
  return Promise.race([found, pause(ANSWER)]).finally(() => own.abort());
}

/** The kept copy; else it is said whether what arrived was wrong, or nothing did: a download that stalls tells neither. */
async function instead(urls, integrity, limit) {
  const copy = await kept(integrity);
  if (copy) return copy;
  const wrong = limit.aborted ? [] : await Promise.all(urls.map((url) => isAnother(url, integrity)));
  throw new Unfit(wrong.includes(true) ? "hash" : "address");
}

/** Whether the address delivers a whole file, and that is another one. */
async function isAnother(url, integrity) {
  const own = new AbortController();
  const whole = fetch(url, { cache: "no-store", signal: own.signal }).then((response) => response.ok && response.arrayBuffer());
  const differs = whole.then(async (bytes) => bytes && (await sha384(bytes)) !== integrity).catch(() => false);
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
