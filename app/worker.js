import { keepRuntime } from "./copies.js";
import { folders, loadRuntime } from "./loading.js";
import { sources } from "./mirrors.js";
import { Fenced, openStore } from "./store.js";

const GONE_AFTER = 1500; // ms that a page has for its answer
const waiting = new Map(); // what was asked of host and pages: id -> resolve
let receive = () => undefined; // before the engine is ready: pages send again what was not heard
let asked = 0;
let loaded = null; // the runtime: asked for before it is known for whom

self.onmessage = ({ data }) => {
  if (data.answered) return settle(data);
  if (data.start) return start(data.start);
  loaded = load(data.load);
  return loaded.catch(() => undefined); // told by start
};

/** @param {string} runtimeUrl address of the customer's own runtime, or nothing */
async function load(runtimeUrl) {
  const pyodide = await loadRuntime(folders(runtimeUrl));
  return pyodide.pyimport("deskline.start");
}

/** @param {{key: string, page: string, generation: number, protocol: number, config: string}} order */
async function start({ key, page, generation, protocol, config }) {
  const channel = new BroadcastChannel(`deskline:${key}`);
  channel.onmessage = ({ data }) => (data.answered ? settle(data) : receive(data));
  const store = openStore(key, generation);
  try {
    const python = await loaded;
    const shims = { generation, request: (text) => carryOut(text, { channel, generation, store }) };
    const tell = python.start(shims, config);
    receive = (data) => hear(data, { channel, page, generation, protocol, tell });
    channel.postMessage({ ready: generation, protocol });
    self.postMessage({ ready: generation });
    keepRuntime(sources).catch(() => undefined);
  } catch (error) {
    fail(error);
  }
}

function hear(data, { channel, page, generation, protocol, tell }) {
  if ((data.ready ?? data.starting) > generation) return self.close();
  if (data.ping) channel.postMessage({ ready: generation, protocol });
  if (data.watch) self.postMessage({ alive: generation }); // the host passes it on: so both are known to live
  if (!data.moment || data.protocol !== protocol) return undefined;
  if ((data.to ?? generation) !== generation) return undefined; // told before we were ready: it comes again, in order
  channel.postMessage({ heard: data.moment, page: data.page, generation }); // first: one that hangs us must not come again
  if (data.ofHost && data.page !== page) return undefined; // what a page that lost the engine says of Connect may be stale
  try {
    return tell(data.text);
  } catch (error) {
    return error.name === "PythonError" ? console.error(error.type) : fail(error);
  }
}

async function carryOut(text, { channel, generation, store }) {
  const order = JSON.parse(text);
  if (order.kind === "store") return stored(order, store);
  const ask = `${generation}:${(asked += 1)}`;
  const answer = new Promise((resolve) => waiting.set(ask, resolve));
  if (order.page) {
    channel.postMessage({ ask, page: order.page, text, generation });
    setTimeout(settle, GONE_AFTER, { answered: ask, text: '{"error": "gone"}' });
  } else {
    self.postMessage({ ask, text });
  }
  return answer;
}

async function stored(order, store) {
  try {
    return JSON.stringify({ ok: await store(order) });
  } catch (error) {
    if (error instanceof Fenced) return self.close(), new Promise(() => undefined);
    return '{"error": "storage"}';
  }
}

function settle({ answered, text }) {
  waiting.get(answered)?.(text);
  waiting.delete(answered);
}

function fail(error) {
  console.error(error?.type ?? error); // a Python error's own text may quote what callers said
  const full = error instanceof RangeError || /memory/i.test(error?.message ?? "");
  self.postMessage({ failed: error?.reason ?? (full ? "memory" : "engine") });
}
