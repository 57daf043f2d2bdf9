/**
 * Zendesk through the ZAF client: carries out the engine's requests. Decides nothing about contacts.
 */

import { zendesk } from "./addresses.js";

/**
 * Connects this page to Zendesk; answers null outside of it: whoever else frames the page is not listened to.
 * @returns {Promise<{client: object, metadata: object, context: object, agent: object, instances: object[]} | null>}
 */
export async function connectZaf() {
  const client = zendesk(new URLSearchParams(location.search).get("origin")) && window.ZAFClient?.init();
  if (!client) return null;
  const { metadata, context } = await new Promise((resolve) => client.on("app.registered", resolve));
  const { currentUser, instances } = await client.get(["currentUser", "instances"]);
  return { client, metadata, context, agent: currentUser, instances: Object.values(instances ?? {}) };
}

/** Settles to true as soon as Zendesk's page answers, to false if it hangs: the client gives up after 5 s, quietly. */
export const reached = (client) => client.get("currentUser.id").then((got) => "currentUser.id" in got, () => false);

/** The text for the engine that says it went well, or not. */
export const ok = (value = null) => JSON.stringify({ ok: value });
export const failed = (word) => JSON.stringify({ error: word });

/** @returns {Promise<string>} the answer of Zendesk's REST API, whatever its status, or that there was none */
export async function request(client, { method, path, body, headers, timeout }) {
  const order = { url: path, type: method, headers, timeout: timeout * 1000 };
  Object.assign(order, { httpCompleteResponse: true, autoRetry: false });
  if (body !== null) Object.assign(order, { data: JSON.stringify(body), contentType: "application/json" });
  try {
    return answered(await client.request(order));
  } catch (refused) {
    if (refused?.status) return answered(refused);
    return failed(navigator.onLine ? "timeout" : "offline");
  }
}

function answered(response) {
  const complete = typeof response?.status === "number" && "responseText" in response;
  if (!complete) return ok({ status: 200, body: response ?? null, retry_after: null });
  const { status, responseText, responseJSON, responseHeaders, headers } = response;
  const retry_after = retryAfter(responseHeaders ?? headers);
  return ok({ status, body: responseJSON ?? parsed(responseText), retry_after });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Headers come as an object or as the text that an XMLHttpRequest gives; Zendesk's documentation names neither. */
function retryAfter(headers) {
  const lines = Object.entries(headers ?? {}).map((pair) => pair.join(": "));
  const text = typeof headers === "string" ? headers : lines.join("\n");
  return /^retry-after:\s*(\S+)/im.exec(text)?.[1] ?? null;
}

/** What the engine can order to show in the agent's workspace, by kind. */
export const orders = {
  pop: (client, { what, id }) => client.invoke("routeTo", what, ...(what === "nav_bar" ? ["deskline", ""] : [id])),
  softphone: (client, { shown }) => client.invoke("popover", shown ? "show" : "hide"),
  notify: (client, { text, level, sticky }) => client.invoke("notify", plain(text), level, { sticky }),
};

/** The top bar's icon, by the name of one of the symbols in its file. */
export const icon = (client, symbol) => client.set("iconSymbol", symbol).catch(console.warn);

/** Whether Zendesk shows a notification's text as HTML is not documented: look-alikes are harmless either way. */
const plain = (text) => text.replace(/[<>&]/g, (sign) => ({ "<": "\u2039", ">": "\u203a", "&": "\uff06" })[sign]);

/** Loads the top bar before it is opened: without it nobody hears a call ring. */
export function preloadTopBar(client, instances) {
  const preload = ({ instanceGuid, location }) =>
    location === "top_bar" && client.instance(instanceGuid).invoke("preloadPane").catch(console.warn);
  client.on("instance.created", preload);
  instances.forEach(preload);
}
