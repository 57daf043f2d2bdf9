/**
 * Every page of the app: shows what the engine sends, tells it what the agent looks at. Decides nothing.
 */
import { ccpAddress, putUp } from "./ccp.js";
import { attach } from "./engine.js";
import { connectZaf, failed, ok, orders, preloadTopBar, request, settingsOf } from "./zaf.js";

const SIGN_IN_AFTER = 8000; // ms without an agent session until the page says how to sign in
const { place, locales, version } = document.body.dataset;
const page = crypto.randomUUID();
const find = (selector) => document.querySelector(selector);
const asked = new URLSearchParams(location.search);
document.documentElement.dataset.scheme = asked.get("colorScheme") ?? "light";

const zaf = await connectZaf();
if (zaf && place === "background") await preloadTopBar(zaf.client);
else if (zaf) await open(zaf);

async function open({ client, metadata, context, agent }) {
  const settings = settingsOf(metadata);
  const texts = loadTexts(agent.locale ?? "en");
  if (!mayStore()) return trouble((await texts)("page.storage"));
  let hosting = false;
  let engine = null;
  const report = place === "top_bar" && softphone(settings, texts, (moment) => hosting && engine?.tell(moment));
  const say = await texts;
  dress(say, { zendesk: `https://${context.account.subdomain}.zendesk.com`, app: location.origin });

  const perform = async (text) => {
    const order = JSON.parse(text);
    if (order.kind === "ready") return hello(), (document.body.dataset.engine = "ready"), ok();
    if (order.kind === "failed") return trouble(say(`page.${order.reason}`), hosting && client), ok();
    if (order.kind === "show") return show(order.html), ok();
    return orders[order.kind] ? orders[order.kind](client, order).then(() => ok()) : failed("unknown");
  };
  const config = JSON.stringify({
    version, settings, texts: say.all, app_id: metadata.appId ?? null, agent: { id: agent.id, name: agent.name },
  });
  const host = place === "top_bar" && {
    boot: { runtimeUrl: settings.runtime_url || null, config },
    perform: async (text) => {
      const order = JSON.parse(text);
      if (order.kind === "zendesk") return request(client, order);
      return console.error(order.text), ok();
    },
    began: () => ((hosting = true), report?.()),
  };
  const about = Number(context.ticketId ?? context.userId) || null;
  const tab = await tabOf(client);
  const visible = () => document.visibilityState === "visible";
  const hello = () => engine.tell({ kind: "hello", page, tab, place, about, visible: visible() });
  const looked = () => visible() && engine.tell({ kind: "looked", page, tab });
  const key = `${context.account.subdomain}:${metadata.installationId}:${agent.id}`;
  engine = attach({ key, page, perform, host: host || undefined });
  document.addEventListener("visibilitychange", looked);
  ["focus", "pointerdown"].forEach((event) => addEventListener(event, looked));
  ["app.activated", "pane.activated"].forEach((event) => client.on(event, looked));
  client.on("colorScheme.changed", (scheme) => (document.documentElement.dataset.scheme = scheme));
  addEventListener("pagehide", () => engine.tell({ kind: "bye", page }));
}

function softphone(settings, texts, tell) {
  const address = ccpAddress(settings.connect_url);
  if (!address) return void texts.then((say) => trouble(say("page.not_configured")));
  find("#sign-in-link").href = settings.sso_login_url || address;
  const waiting = setTimeout(() => (find("#sign-in").hidden = false), SIGN_IN_AFTER);
  return putUp(find("#ccp"), settings, tell, () => (clearTimeout(waiting), (find("#sign-in").hidden = true)));
}

/** Where the browser blocks third-party storage it blocks Connect's sign-in and every lock too. */
function mayStore() {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

/** What the pages of one browser tab have in common: their top bar, of which each tab has its own. */
async function tabOf(client) {
  const { instances } = await client.get("instances");
  return Object.values(instances).find(({ location: where }) => where === "top_bar")?.instanceGuid ?? page;
}

async function loadTexts(locale) {
  const wanted = [locale, locale.split("-")[0], "en"].find((name) => locales.split(" ").includes(name));
  const all = (await (await fetch(`translations/${wanted}.json`)).json()).deskline;
  document.documentElement.lang = wanted;
  return Object.assign((key) => all[key] ?? key, { all });
}

function dress(say, origins) {
  document.querySelectorAll("[data-text]").forEach((node) => (node.textContent = say(node.dataset.text)));
  document.querySelectorAll("[data-origin]").forEach((node) => (node.textContent = origins[node.dataset.origin]));
  document.querySelectorAll("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(origins[button.dataset.copy]);
    button.textContent = say("page.copied");
  }));
}

function show(html) {
  find("#view").innerHTML = html;
  find("#view").querySelectorAll("time").forEach((node) => (node.textContent = new Date(node.dateTime).toLocaleString()));
}

function trouble(text, client = null) {
  Object.assign(find("#trouble"), { textContent: text, hidden: false });
  find("#view").replaceChildren();
  if (client) orders.notify(client, { text, level: "error", sticky: true });
}
