/** Shows the engine's HTML in the page. Decides nothing about contacts. */
import { Idiomorph } from "../idiomorph.js";
import { followLogs } from "./logs.js";
import { writeDurations, writeTimes } from "./times.js";

export const find = (selector) => document.querySelector(selector);

/**
 * Shows what the engine sent.
 * @returns {string | undefined} the symbol for the app's icon, if this page has one
 */
export function show(html) {
  const view = find("#view");
  if (!view) return undefined;
  const fresh = drawn(html);
  const above = fresh.querySelector(".above"); // what stands above Amazon's softphone
  const focused = document.activeElement;
  if (above) morph(find("#above"), above.childNodes);
  above?.remove();
  morph(view, fresh.childNodes);
  followLogs();
  if (!focused.isConnected) focusNext();
  if (focused.matches("input[type=search]")) focused.scrollIntoView({ block: "start" }); // who is found comes below it
  return above?.dataset.symbol;
}

/** The element that had the focus is gone: a heading gets it, as a key pressed twice must not press another button. */
function focusNext() {
  const heading = find("#view h3, #view h2, #above h2, h1");
  if (!heading || !document.hasFocus()) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
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
