import { attach } from "./engine/attach.js";

const query = new URLSearchParams(location.search);
const page = query.get("page");
const got = [];
const perform = async (text) => {
  const order = JSON.parse(text);
  got.push(order);
  return order.kind === "slow" ? new Promise(() => {}) : JSON.stringify({ ok: `page ${page}` });
};
const on = {
  starting: () => got.push({ kind: "starting" }),
  ready: () => got.push({ kind: "ready" }),
  failed: (reason) => got.push({ kind: "failed", reason }),
};
const host = {
  runtimeUrl: query.get("runtime"),
  config: '{"version": "tiny"}',
  perform: async (text) => {
    const { kind } = JSON.parse(text);
    got.push({ kind: "performed", what: kind });
    return JSON.stringify({ ok: `host ${page} did ${kind}` });
  },
  reached: () => (window.zendeskHangs ? new Promise(() => {}) : Promise.resolve(true)),
  began: () => got.push({ kind: "began" }),
};

/** A clock that stands still until the test lets time pass: no pulse comes by itself. */
const clock = {
  began: Date.now(),
  ms: 0,
  due: [],
  now: () => clock.began + clock.ms,
  every: (ms, work) => clock.due.push({ at: clock.ms + ms, again: ms, work }),
  after: (ms, work) => clock.due.push({ at: clock.ms + ms, work }),
};
const pass = (ms) => {
  const end = clock.ms + ms;
  for (;;) {
    const next = clock.due.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
    if (!next) break;
    clock.ms = next.at;
    if (next.again) next.at += next.again;
    else clock.due.splice(clock.due.indexOf(next), 1);
    next.work();
  }
  clock.ms = end;
};

const key = query.get("key") ?? "acme:1:2";
const channel = new BroadcastChannel(`deskline:${key}`);
const SIGNS = ["ready", "starting", "failed"];
let signed = () => undefined;
window.signs = 0; // of life, as another page hears them
window.received = 0; // moments that some engine has taken
channel.onmessage = ({ data }) => {
  if (data.kind === "received") window.received += 1;
  if (!SIGNS.includes(data.kind)) return;
  window.signs += 1;
  setTimeout(signed);
};

/** Lets the time for one sign of life pass, and waits until some page has given it. */
const pulse = () =>
  new Promise((resolve) => {
    signed = resolve;
    pass(2000);
  });

/** Lets the engine hang, once it has taken the moment that does it. */
const hang = async () => {
  const before = window.received;
  engine.tell({ kind: "hang" });
  while (window.received === before) await new Promise((again) => setTimeout(again, 20));
};

// A browser that is slow to hand over a lock does it when the test says so.
const steals = [];
const request = navigator.locks.request.bind(navigator.locks);
if (query.has("steals")) {
  navigator.locks.request = async (name, options, hold) => {
    if (options.steal) await new Promise((grant) => steals.push(grant));
    return request(name, options, hold);
  };
}

const handed = query.has("clock") ? {} : { clock };
const engine = attach({ key, page, perform, on, host: query.has("runtime") ? host : undefined, ...handed });
for (let number = 0; number < 50; number += 1) if (query.has("early")) engine.tell({ kind: "count", number });
Object.assign(window, { engine, got, page, pass, pulse, hang, steals });
