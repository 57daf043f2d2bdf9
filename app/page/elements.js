/** The page's own elements, besides what the engine sends: their texts, and the page's own problems. */
import { find } from "./view.js";

/** Fills in the texts of the page's own elements. */
export function fillIn(say, origins) {
  const each = (selector, fill) => document.querySelectorAll(selector).forEach(fill);
  each("[data-text]", (node) => (node.textContent = say(node.dataset.text)));
  each("[data-label]", (node) => (node.ariaLabel = node.placeholder = say(node.dataset.label)));
  each("[data-origin]", (node) => (node.textContent = origins[node.dataset.origin]));
  each("[data-copy]", ({ dataset }) => {
    dataset.copies = origins[dataset.copy];
    dataset.done = say("page.copied");
  });
}

/** Shows a problem of the page itself, with a button that copies its details if there are any. */
export function showProblem(text, details) {
  const place = find("#trouble");
  const said = Object.assign(document.createElement("span"), { textContent: text });
  place?.replaceChildren(said, ...(details ? [" ", copying(details)] : []));
  if (place) place.hidden = false;
  ["#view", "#above"].forEach((shown) => find(shown)?.replaceChildren());
}

function copying({ copies, done, name }) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
  button.className = "c-btn c-btn--sm";
  Object.assign(button.dataset, { copies, done });
  return button;
}

/** Removes the problem. */
export function hideProblem() {
  const place = find("#trouble");
  if (place) place.hidden = true;
}
