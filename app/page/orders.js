/** Carries out what the engine asks of this page, by kind. Decides nothing about contacts. */
import { showDiary } from "./diary.js";
import { called } from "./inputs.js";
import { play } from "./sounds.js";
import { viewContact } from "./streams.js";
import { announce, show } from "./view.js";
import { failed, icon, ok, orders } from "./zaf.js";

/**
 * @param {object} page
 * @param {object} page.client Zendesk's
 * @param {Promise<(key: string) => string>} page.filled the texts, once they stand in the page
 * @param {{opened: () => boolean}} page.ringing knows whether the softphone was opened already
 * @returns {(text: string) => Promise<string>} carries out what is asked, and answers `ok` or an error
 */
export function performer({ client, filled, ringing }) {
  const perform = {
    show: ({ html }) => draw(client, show(html)),
    say: ({ text }) => announce(text),
    called: ({ number }) => called(number),
    diary: async (order) => showDiary(order, await filled),
    pop: (order) => orders.pop(client, order),
    notify: (order) => orders.notify(client, order),
    view: ({ contact }) => viewContact(contact),
    sound: ({ what }) => void play(what).catch(console.warn),
    softphone: (order) => (order.shown && ringing.opened() ? null : orders.softphone(client, order)),
  };
  return async (text) => {
    const order = JSON.parse(text);
    if (!Object.hasOwn(perform, order.kind)) return failed("unknown");
    await perform[order.kind](order);
    return ok();
  };
}

/** A page without a symbol leaves the icon alone. */
function draw(client, symbol) {
  if (symbol) icon(client, symbol);
}
