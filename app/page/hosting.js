/** What only a page that may host the engine does for it: requests to Zendesk, calls through Connect, the console. */
import { failed, ok, reached, request } from "./zaf.js";
import { zoneTable } from "./zone.js";

const { version } = document.body.dataset;

/**
 * @param {object} page what it has: Zendesk's client, metadata and agent, the settings and texts
 * @param {() => void} page.began is called whenever an engine begins in this page
 * @returns {Promise<object>} the host as attach takes it
 */
export async function hosting({ client, metadata, agent, settings, texts, began }) {
  return {
    runtimeUrl: settings.read.runtime_url,
    config: JSON.stringify(await config({ metadata, agent, settings, texts })),
    perform: (text) => perform(client, JSON.parse(text)),
    reached: () => reached(client),
    began,
  };
}

/** The configuration of the engine. */
async function config({ metadata, agent, settings, texts }) {
  return {
    version,
    settings: settings.given,
    zone: zoneTable(settings.read.time_zone),
    app_id: metadata.appId ?? null,
    agent: { id: agent.id, name: agent.name },
    texts: (await texts.page).all,
    ticket_texts: await texts.tickets,
  };
}

async function perform(client, order) {
  if (order.kind === "zendesk") return request(client, order);
  if (order.kind === "dial") return dial(order).then(() => ok(), failed);
  console.error(order.text);
  return ok();
}

/**
 * Calls a number (E.164) through a queue.
 * @returns {Promise<void>} rejects with a word if Connect refuses, and settles late or never if Connect is silent
 */
function dial({ number, queue }) {
  return new Promise((resolve, reject) => {
    const answers = { success: resolve, failure: () => reject("refused") };
    const endpoint = window.connect.Endpoint.byPhoneNumber(number);
    new window.connect.Agent().connect(endpoint, { ...(queue ? { queueARN: queue } : {}), ...answers });
  });
}
