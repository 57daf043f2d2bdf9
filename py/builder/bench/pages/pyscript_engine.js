// In the place of attach.js: hands the page's side over to the PyScript in the same page, which is loading already.
import { openStore } from "./store.js";

export function attach({ key, perform, on, host }) {
  const early = [];
  let take = (text) => early.push(text);
  if (host) hand({ key, perform, host, began });
  function began(tell) {
    take = tell;
    early.splice(0).forEach((text) => tell(text));
    on.ready();
  }
  return { tell: (moment) => take(JSON.stringify(moment)) };
}

async function hand({ key, perform, host, began }) {
  const generation = Date.now();
  const store = openStore(key, generation);
  const request = async (text) => {
    const order = JSON.parse(text);
    if (order.kind === "store") return JSON.stringify({ ok: await store(order) });
    return order.page ? perform(text) : host.perform(text);
  };
  host.began();
  window.benchAttached({ generation, request, config: host.config, began });
}
