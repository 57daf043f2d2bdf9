import { dismiss, remember, takeWorker } from "./early.js";

const PULSE = 2000; // ms between two questions whether the engine lives
const RESTART_AFTER = 3; // unanswered questions until the host restarts its worker,
const STEAL_AFTER = 4; // and until another host page takes the engine over: 8 s
const STARTS = 3; // within CALM ms: then the engine is given up
const CALM = 60000;

/**
 * Attaches this page to the one engine of this browser, starting it here when it is this page's turn.
 * @param {object} options
 * @param {string} options.key `${subdomain}:${installationId}:${agentId}`
 * @param {string} options.page this page's random id
 * @param {(text: string) => Promise<string>} options.perform carries out requests to this page, {"kind":"ready"}, {"kind":"failed"}
 * @param {{runtimeUrl: string, config: string, perform: (text: string) => Promise<string>, began: () => void}} [options.host]
 * @returns {{tell: (moment: object) => void}} moments reach the engine in order, as soon as there is one
 */
export function attach({ key, page, perform, host }) {
  const channel = new BroadcastChannel(`deskline:${key}`);
  const seen = { generation: 0, missed: 0, failed: "" };
  const owed = []; // told and not yet heard, in order
  let count = 0;
  const send = (moment) => channel.postMessage(moment);
  const handle = (data) => {
    if ((data.generation ?? data.ready ?? Infinity) < seen.generation) return;
    if (data.ready || data.starting || data.failed) (seen.missed = 0), dismiss();
    if (data.ready > seen.generation) renewed(data.ready);
    if (data.failed && seen.failed !== data.failed) failed(data.failed);
    if (data.heard && data.page === page) owed.splice(0, owed.findIndex(({ moment }) => moment === data.heard) + 1);
    if (data.ask && [page, "*"].includes(data.page)) answer(perform, data, (reply) => channel.postMessage(reply));
  };
  const renewed = (generation) => {
    Object.assign(seen, { generation, failed: "" });
    answer(perform, { text: '{"kind": "ready"}' }, () => {});
    owed.forEach(send);
  };
  const failed = (reason) => {
    seen.failed = reason;
    answer(perform, { text: JSON.stringify({ kind: "failed", reason }) }, () => {});
  };
  const engine = host && queue({ key, host, seen, tellAll: (data) => (channel.postMessage(data), handle(data)) });
  channel.onmessage = ({ data }) => {
    if (data.ping) engine?.pinged();
    handle(data);
  };
  channel.postMessage({ ping: page });
  if (engine) setInterval(() => engine.watch(() => channel.postMessage({ watch: page })), PULSE);
  return {
    tell(moment) {
      owed.push({ moment: (count += 1), page, text: JSON.stringify(moment) });
      if (seen.generation) send(owed.at(-1));
    },
  };
}

/** Queues for the lock that one host page at a time holds, and runs the engine's worker while it is ours. */
function queue({ key, host, seen, tellAll }) {
  const name = `deskline:engine:${key}`;
  let worker = null;
  let state = null; // what a page that asks is told while the worker cannot answer for itself
  let ours = ""; // this page's name as the lock's owner
  const starts = []; // when, in ms
  const owner = async () => (await navigator.locks.query()).held.find((lock) => lock.name === name)?.clientId;

  const begin = () => {
    worker?.terminate();
    const fresh = takeWorker(host.runtimeUrl);
    worker = fresh;
    const generation = Math.max(Date.now(), seen.generation + 1);
    state = { starting: generation };
    starts.push(Date.now());
    tellAll(state);
    fresh.onmessage = ({ data }) => heard(data, fresh);
    fresh.onerror = () => fresh === worker && state && broken("engine");
    fresh.postMessage({ start: { key, generation, config: host.config } });
    host.began();
  };
  const heard = async (data, from) => {
    if (data.ask && (await owner()) !== ours) return; // another page took over while this one hung or slept
    if (from !== worker) return;
    if (data.ask) answer(host.perform, data, (reply) => from.postMessage(reply));
    if (data.alive) tellAll({ ready: data.alive });
    if (data.ready) (state = null), remember(host.runtimeUrl);
    if (data.failed) broken(data.failed);
  };
  const broken = (reason) => {
    const ran = state === null;
    if (ran && starts.filter((time) => time > Date.now() - CALM).length < STARTS) return begin();
    worker?.terminate();
    state = { failed: reason };
    return tellAll(state);
  };
  const hold = async () => {
    ours = await owner();
    return new Promise(begin);
  };
  const wait = (options) => navigator.locks.request(name, options, hold).catch(() => (worker?.terminate(), (worker = state = null), wait({})));
  wait({});
  addEventListener("online", () => state?.failed === "address" && begin());

  return {
    pinged: () => state && tellAll(state),
    watch(ping) {
      if (state) return;
      seen.missed += 1;
      if (worker && seen.missed > RESTART_AFTER) begin();
      else if (!worker && seen.missed > STEAL_AFTER) wait({ steal: true });
      ping();
    },
  };
}

async function answer(perform, { ask, text }, reply) {
  try {
    reply({ answered: ask, text: await perform(text) });
  } catch {
    reply({ answered: ask, text: '{"error": "failed"}' });
  }
}
