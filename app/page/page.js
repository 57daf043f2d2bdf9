/**
 * Every page of the app: shows what the engine sends, and reports what the agent looks at and presses. Decides nothing
 * about contacts.
 */
import { attach } from "../engine/attach.js";
import { Alarm } from "./alarm.js";
import { fillIn } from "./elements.js";
import { hosting } from "./hosting.js";
import { listen } from "./inputs.js";
import { followKeys } from "./keys.js";
import { Looking } from "./looking.js";
import { tellNumbers } from "./numbers.js";
import { performer } from "./orders.js";
import { readSettings } from "./settings.js";
import { offerSounds, tellSounds } from "./sounds.js";
import { softphone } from "./softphone.js";
import { EngineStatus, refuse } from "./status.js";
import { languageOf, load, loadTexts, ticketLanguage } from "./texts.js";
import { connectZaf, orders, preloadTopBar } from "./zaf.js";

const { place, locales } = document.body.dataset;
const mayHost = place === "top_bar";
const hearsOfDialling = mayHost || place === "background";
const page = crypto.randomUUID();
setScheme(new URLSearchParams(location.search).get("colorScheme") ?? "light");

const zaf = await connectZaf();
if (zaf && place === "background") preloadTopBar(zaf.client, zaf.instances);
if (zaf) await open(zaf);

async function open({ client, metadata, context, agent, instances }) {
  const settings = readSettings(metadata);
  const texts = textsFor(agent, settings.read);
  if (!mayStore()) return refuse(client, texts.page);
  const key = `${context.account.subdomain}:${metadata.installationId}:${agent.id}`;
  const filled = filledIn(texts.page, context);
  const ringing = new Alarm(() => orders.softphone(client, { shown: true }).catch(console.warn));
  const status = new EngineStatus({ client, key, locale: agent.locale, filled, ringing });
  const report = mayHost && softphone(settings.read, texts.page, passOn);
  if (mayHost) await filled; // the hosting page passes the texts to the engine; other pages need not wait for theirs
  const host = mayHost ? await hosting({ client, metadata, agent, settings, texts, began }) : undefined;
  const engine = attach({ key, page, perform: performer({ client, filled, ringing }), on: status, host });
  const self = { page, tab: tabOf(instances), place, about: aboutOf(context) };
  const looking = new Looking(client, self, engine.tell);
  const tell = (moment) => engine.tell({ ...moment, page });
  const tellWhom = () => tellNumbers(client, place, tell);
  status.greet = () => {
    looking.greet();
    if (mayHost) tellSounds(tell);
    tellWhom();
  };
  client.on("ticket.requester.id.changed", tellWhom);
  listen(tell);
  followKeys(tell);
  offerSounds(tell);
  client.on("colorScheme.changed", setScheme);
  if (hearsOfDialling) client.on("voice.dialout", (asked) => engine.tell(dialling(asked)));

  function passOn(moment) {
    ringing.heard(moment);
    if (status.hosting) engine.tell(moment, true);
  }

  function began() {
    status.hosting = true;
    report?.();
  }
}

/** The page's texts and, if this page may host the engine, those of tickets; both files are fetched at once. */
function textsFor({ locale }, settings) {
  const known = locales.split(" ");
  const spoken = languageOf(locale ?? "en", known);
  const written = ticketLanguage(settings, known);
  return { page: loadTexts(spoken), tickets: mayHost && written !== spoken ? load(written) : null };
}

/** The page's texts, once they are filled in. */
async function filledIn(texts, context) {
  const say = await texts;
  fillIn(say, { zendesk: `https://${context.account.subdomain}.zendesk.com`, app: location.origin });
  return say;
}

function setScheme(scheme) {
  document.documentElement.dataset.scheme = scheme;
}

function dialling({ number, userId, ticketId }) {
  const [user, ticket] = [userId, ticketId].map((id) => Number(id) || null);
  return { kind: "dial", number: String(number ?? ""), user_id: user, ticket_id: ticket };
}

/** A browser that blocks third-party storage also blocks Connect's sign-in and all locks. */
function mayStore() {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

/** The id of the browser tab: that of its top bar, of which each tab has one. */
function tabOf(instances) {
  return instances.find(({ location: where }) => where === "top_bar")?.instanceGuid ?? page;
}

/** The ticket or user next to which the page is open. */
function aboutOf({ ticketId, userId }) {
  return Number(ticketId ?? userId) || null;
}
