/**
 * Every page of the app: shows what the engine sends, tells it what the agent looks at and presses. Decides nothing.
 */
import { alarm } from "./alarm.js";
import { dial } from "./ccp.js";
import { showDiary } from "./diary.js";
import { attach } from "./engine.js";
import { failures } from "./failures.js";
import { looking } from "./looking.js";
import { readSettings } from "./settings.js";
import { softphone } from "./softphone.js";
import { languageOf, load, loadTexts, ticketLanguage } from "./texts.js";
import { announce, called, dress, find, listen, noTrouble, show, trouble } from "./view.js";
import { connectZaf, failed, icon, ok, orders, preloadTopBar, reached, request } from "./zaf.js";

const { place, locales, version } = document.body.dataset;
const page = crypto.randomUUID();
document.documentElement.dataset.scheme = new URLSearchParams(location.search).get("colorScheme") ?? "light";

const zaf = await connectZaf();
if (zaf && place === "background") preloadTopBar(zaf.client, zaf.instances);
if (zaf) await open(zaf);

async function open({ client, metadata, context, agent, instances }) {
  const { given, read: settings } = readSettings(metadata);
  const key = `${context.account.subdomain}:${metadata.installationId}:${agent.id}`;
  const [language, written] = [languageOf(agent.locale ?? "en", locales.split(" ")), ticketLanguage(settings, locales.split(" "))];
  const texts = loadTexts(language);
  const ticketTexts = place === "top_bar" && written !== language ? load(written) : null; // both files at once
  const marked = (symbol) => place === "top_bar" && icon(client, symbol);
  if (!mayStore()) return marked("trouble"), trouble((await texts)("page.storage"));
  let hosting = false;
  let engine = null;
  let hello = () => undefined;
  const ringing = alarm(() => orders.softphone(client, { shown: true }).catch(console.warn));
  const seen = (moment) => (ringing.heard(moment), hosting && engine?.tell(moment, true));
  const report = place === "top_bar" && softphone(settings, texts, seen);
  const origins = { zendesk: `https://${context.account.subdomain}.zendesk.com`, app: location.origin };
  const dressed = texts.then((say) => (dress(say, origins), say));
  if (place === "top_bar") await dressed; // what hosts the engine hands it the texts; other pages need not wait for theirs

  const greet = () => {
    hello();
    ringing.engine(true);
    if (document.body.dataset.engine === "failed") marked("default"), noTrouble();
    document.body.dataset.engine = "ready";
  };
  const failing = async (reason) => {
    ringing.engine(false);
    marked("trouble");
    const say = await dressed;
    document.body.dataset.engine = "failed";
    const details = { version, locale: agent.locale, browser: navigator.userAgent, reason, failures: failures(key) };
    trouble(say(`page.${reason}`), { copies: JSON.stringify(details, null, 1), done: say("page.copied"), name: say("diary.copy") });
    if (hosting) orders.notify(client, { text: say(`page.${reason}`), level: "error", sticky: false });
  };
  const perform = async (text) => {
    const order = JSON.parse(text);
    if (order.kind === "ready") return greet(), ok();
    if (order.kind === "starting") return ringing.engine(false), ok();
    if (order.kind === "failed") return failing(order.reason), ok();
    if (order.kind === "show") return show(order.html), ok();
    if (order.kind === "say") return announce(order.text), ok();
    if (order.kind === "called") return called(order.number), ok();
    if (order.kind === "diary") return showDiary(order, await dressed), ok();
    if (order.shown && ringing.opened()) return ok();
    return orders[order.kind] ? orders[order.kind](client, order).then(() => ok()) : failed("unknown");
  };
  const host = place === "top_bar" && {
    runtimeUrl: settings.runtime_url,
    config: await config({ settings: given, metadata, agent, texts, ticketTexts }),
    perform: async (text) => {
      const order = JSON.parse(text);
      if (order.kind === "zendesk") return request(client, order);
      if (order.kind === "dial") return dial(order).then(() => ok(), failed);
      return console.error(order.text), ok();
    },
    reached: () => reached(client),
    began: () => ((hosting = true), report?.()),
  };
  const about = Number(context.ticketId ?? context.userId) || null;
  engine = attach({ key, page, perform, host: host || undefined });
  hello = looking(client, { page, tab: tabOf(instances), place, about }, engine.tell);
  listen((moment) => engine.tell({ ...moment, page }));
  client.on("colorScheme.changed", (scheme) => (document.documentElement.dataset.scheme = scheme));
  if (["top_bar", "background"].includes(place)) client.on("voice.dialout", (asked) => engine.tell(dialling(asked)));
}

/** What the engine is told of where it runs, as text. */
async function config({ settings, metadata, agent, texts, ticketTexts }) {
  const known = { version, settings, app_id: metadata.appId ?? null, agent: { id: agent.id, name: agent.name } };
  return JSON.stringify({ ...known, texts: (await texts).all, ticket_texts: await ticketTexts });
}

function dialling({ number, userId, ticketId }) {
  const [user, ticket] = [userId, ticketId].map((id) => Number(id) || null);
  return { kind: "dial", number: String(number ?? ""), user_id: user, ticket_id: ticket };
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
function tabOf(instances) {
  return instances.find(({ location: where }) => where === "top_bar")?.instanceGuid ?? page;
}
