import { load } from "./messages.js";

/**
 * Starts the engine's worker before Zendesk has said who the agent is: it loads the runtime from the account's last
 * address, and is told later for which agent it runs.
 */
const SLOT = `deskline:runtime:${new URLSearchParams(location.search).get("origin")}`;
const PAGE = /\/top_bar\.html$/; // the page that hosts the engine
let early = null; // {worker, runtimeUrl}
let decided = false; // whether a worker was taken or dismissed: none is started early after that

if (PAGE.test(location.pathname)) beginEarly().catch(() => undefined); // without storage or locks none is early

async function beginEarly() {
  const runtimeUrl = localStorage.getItem(SLOT);
  const { held } = await navigator.locks.query();
  if (decided || runtimeUrl === null || held.some(({ name }) => name.startsWith("deskline:engine:"))) return;
  early = { worker: begun(runtimeUrl), runtimeUrl };
  early.worker.onerror = dismiss; // a new worker reports the error itself
}

/** @returns {Worker} one that loads the runtime, or has begun to */
export function takeWorker(runtimeUrl) {
  if (early?.runtimeUrl !== runtimeUrl) dismiss();
  const worker = early?.worker ?? begun(runtimeUrl);
  early = null;
  decided = true;
  return worker;
}

/** Ends the early worker: another page has the engine. */
export function dismiss() {
  early?.worker.terminate();
  early = null;
  decided = true;
}

/** Remembers where the runtime came from; with full storage there is no early start. */
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
