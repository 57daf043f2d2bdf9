import { remember, takeWorker } from "./early.js";
import * as past from "./failures.js";

/** Raised when the messages change so that versions cannot read each other's; generations and signs of life never do. */
export const PROTOCOL = 1;
export const PULSE = 2000; // ms between two questions whether the engine lives
const RESTART_AFTER = 2; // unanswered questions until the host restarts its worker,
const STEAL_AFTER = 3; // and until another host page takes the engine over: 6 to 8 s
const STARTS = 3; // within CALM ms: then the engine is given up
const CALM = 60000;
const PATIENCE = 90000; // ms that a start may take while its page lives: a slow line's download, and then some

/** Queues for the lock that one host page at a time holds, and runs the engine's worker while it is ours. */
export function queue({ key, page, host, seen, tellAll }) {
  const name = `deskline:engine:${key}`;
  let worker = null;
  let state = null; // what a page that asks is told while the worker cannot answer for itself
  let ours = ""; // this page's name as the lock's owner
  const starts = []; // when, in ms
  const locks = async (kind) => (await navigator.locks.query())[kind].filter((lock) => lock.name === name);
  const owner = async () => (await locks("held"))[0]?.clientId;
  let release = null; // gives the lock up
  let gaveWay = false; // to another page, since the engine last ran here

  const begin = (why) => {
    worker?.terminate();
    const fresh = takeWorker(host.runtimeUrl);
    worker = fresh;
    const generation = Math.max(Date.now(), seen.generation + 1);
    state = { starting: generation };
    starts.push(Date.now());
    tellAll(state);
    fresh.onmessage = ({ data }) => heard(data, fresh);
    fresh.onerror = () => fresh === worker && state && broken("engine");
    const config = JSON.stringify({ ...JSON.parse(host.config), began: { why, failures: past.failures(key) } });
    fresh.postMessage({ start: { key, page, generation, protocol: PROTOCOL, config } });
    host.began();
  };
  const heard = async (data, from) => {
    if (data.ask && (await owner()) !== ours) return; // another page took over while this one hung or slept
    if (from !== worker) return;
    if (data.ask) answer(host.perform, data, (reply) => from.postMessage(reply));
    if (data.alive) alive(data.alive);
    if (data.ready) (state = null), (gaveWay = false), remember(host.runtimeUrl), past.forget(key);
    if (data.failed) broken(data.failed);
  };
  const alive = async (generation) => {
    seen.missed = 0; // the worker lives, and need not be started anew, whatever is wrong with Zendesk's page
    if (await host.reached()) tellAll({ ready: generation, protocol: PROTOCOL });
  };
  const broken = async (reason) => {
    const ran = state === null;
    past.remember(key, reason);
    if (ran && starts.filter((time) => time > Date.now() - CALM).length < STARTS) return begin("engine_failed");
    worker?.terminate();
    state = { failed: reason };
    if (reason === "address") setTimeout(retry, CALM);
    return failing();
  };
  const failing = async () => {
    const others = state.failed === "engine" && (await locks("pending")).length; // whose files may be there, or be newer
    if (others && !gaveWay) return giveWay();
    return state && tellAll(state);
  };
  const giveWay = () => {
    gaveWay = true;
    worker = state = null;
    wait({});
    release();
  };
  const hold = async (steal) => {
    ours = await owner();
    return new Promise((resolve) => ((release = resolve), begin(steal ? "page_hung" : seen.generation || seen.failed ? "tab_closed" : "opened")));
  };
  const lost = () => (worker?.terminate(), (worker = state = null), wait({}));
  const wait = (options) => navigator.locks.request(name, options, () => hold(options.steal)).catch(lost);
  wait({});
  const retry = () => state?.failed === "address" && begin("online");
  addEventListener("online", retry);

  return {
    pinged: () => state && tellAll(state),
    watched: () => (state?.failed || state?.starting > Date.now() - PATIENCE) && failing(), // no worker can say that it lives
    watch(ping) {
      if (state) return;
      seen.missed += 1;
      if (worker && seen.missed > RESTART_AFTER) begin("engine_hung");
      else if (!worker && seen.missed > STEAL_AFTER) wait({ steal: true });
      ping();
    },
  };
}

/** Carries out what is asked, and replies whatever happens. */
export async function answer(perform, { ask, text }, reply) {
  try {
    reply({ answered: ask, text: await perform(text) });
  } catch {
    reply({ answered: ask, text: '{"error": "failed"}' });
  }
}
