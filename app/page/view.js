/** Shows the engine's HTML in the page. Decides nothing about contacts. */
import { Idiomorph } from "../idiomorph.js";
import { writeDurations, writeTimes } from "./times.js";

export const find = (selector) => document.querySelector(selector);

/** Shows what the engine sent, lasting problems first. */
export function show(html) {
  const view = find("#view");
  if (!view) return;
  const fresh = drawn(html);
  const lasting = find("#standing");
  if (lasting) morph(lasting, fresh.querySelectorAll(".standing"));
  morph(view, fresh.childNodes);
}

/** Shows HTML in a place. */
export function update(place, html) {
  morph(place, drawn(html).childNodes);
}

/** The HTML as elements, with its times written and with ids for its controls. */
function drawn(html) {
  const fresh = document.createElement("main");
  fresh.innerHTML = html;
  writeTimes(fresh);
  writeDurations(fresh);
  giveIds(fresh);
  return fresh;
}

/**
 * Makes the content of a place equal to other nodes. Existing elements stay: they keep the focus, the caret, the
 * scroll position, whether they are open, and what is typed in them unless the engine sends another value.
 */
function morph(place, nodes) {
  const typed = new Set();
  const callbacks = {
    beforeNodeMorphed: (node, fresh) => {
      if (node.defaultValue !== undefined && node.defaultValue === fresh.defaultValue) typed.add(node);
    },
    beforeAttributeUpdated: (name, node) => {
      const agents = (name === "value" && typed.has(node)) || (name === "open" && node.localName === "details");
      return !agents;
    },
  };
  Idiomorph.morph(place, Array.from(nodes), { morphStyle: "innerHTML", callbacks });
}

/** Gives each control an id by what it sends: another control in its place must not get its focus. */
function giveIds(view) {
  const times = new Map();
  view.querySelectorAll("[data-press]").forEach((control) => {
    const { press, contact = "", value = "" } = control.dataset;
    const name = ["press", press, contact, value].map(encodeURIComponent).join("-");
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    control.id = `${name}-${time}`;
  });
}

/** Lets a screen reader announce an event; the same words are announced again. */
export function announce(text) {
  const place = find("#said");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 50);
}
