import { load } from "./messages.js";

/**
 * The engine's worker, begun while Zendesk is still saying who the agent is: it loads the runtime from where this
 * account's came the last time, and learns later whom it works for.
 */
const SLOT = `deskline:runtime:${new URLSearchParams(location.search).get("origin")}`;
const PAGE = /\/top_bar\.html$/; // the page that hosts the engine
let early = null; // {worker, runtimeUrl}
let decided = false; // whether a worker was taken or dismissed: none is begun early any more

if (PAGE.test(location.pathname)) beginEarly().catch(() => undefined); // without storage or locks nothing is early

async function beginEarly() {
  const runtimeUrl = localStorage.getItem(SLOT);
  const { held } = await navigator.locks.query();
  if (decided || runtimeUrl === null || held.some(({ name }) => name.startsWith("deskline:engine:"))) return;
  early = { worker: begun(runtimeUrl), runtimeUrl };
  early.worker.onerror = dismiss; // whoever takes a new one hears of it
}

/** @returns {Worker} one that loads the runtime, or has begun to */
export function takeWorker(runtimeUrl) {
  if (early?.runtimeUrl !== runtimeUrl) dismiss();
  const worker = early?.worker ?? begun(runtimeUrl);
  early = null;
  decided = true;
  return worker;
}

/** Ends what was begun here: another page has the engine. */
export function dismiss() {
  early?.worker.terminate();
  early = null;
  decided = true;
}

/** Remembers where the runtime came from; where the storage is full, nothing is early. */
export function remember(runtimeUrl) {
  try {
    localStorage.setItem(SLOT, runtimeUrl);
  } catch {
    localStorage.removeItem(SLOT);
  }
}

function begun(runtimeUrl) {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.postMessage(load({ runtimeUrl }));
  return worker;
}
