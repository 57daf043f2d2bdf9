import { attach } from "./engine.js";

const query = new URLSearchParams(location.search);
const page = query.get("page");
const got = [];
const perform = async (text) => {
  const order = JSON.parse(text);
  got.push(order);
  return order.kind === "slow" ? new Promise(() => {}) : JSON.stringify({ ok: `page ${page}` });
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
const engine = attach({ key: query.get("key") ?? "acme:1:2", page, perform, host: query.has("runtime") ? host : undefined });
for (let number = 0; number < 50; number += 1) if (query.has("early")) engine.tell({ kind: "count", number });
Object.assign(window, { engine, got, page });
