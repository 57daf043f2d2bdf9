import { keepRuntime } from "./copies.js";
import { Engine } from "./engine.js";
import { folders, loadRuntime } from "./loading.js";
import { failed } from "./messages.js";
import { sources } from "./mirrors.js";

let loaded = null; // a promise of the runtime, which is loaded before the agent is known
let engine = null;

self.onmessage = ({ data }) => {
  const handle = { load: () => load(data), start: () => start(data), answered: () => engine.settle(data) };
  handle[data.kind]?.();
};

/** Starts loading the runtime from the customer's own address, or from the mirrors. */
function load({ runtimeUrl }) {
  loaded = runtime(runtimeUrl);
  loaded.catch(() => undefined); // reported by start
}

async function runtime(runtimeUrl) {
  const pyodide = await loadRuntime(folders(runtimeUrl));
  return pyodide.pyimport("deskline.start");
}

/** Starts the engine for one agent, of one generation. */
async function start(order) {
  engine = new Engine(order, fail);
  try {
    engine.run(await loaded, order.config);
    keepRuntime(sources).catch(() => undefined);
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  console.error(error?.type ?? error); // a Python error's own text may quote what callers said
  const full = error instanceof RangeError || /memory/i.test(error?.message ?? "");
  self.postMessage(failed({ reason: error?.reason ?? (full ? "memory" : "engine") }));
}
