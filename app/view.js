/**
 * What a page shows: the engine's HTML, the fixed texts, the times that pass. Decides nothing.
 */

export const find = (selector) => document.querySelector(selector);

/** Shows what the engine sent, what lasts above all else, and leaves the keyboard where it was. */
export function show(html) {
  const focused = document.activeElement?.closest("[data-press]")?.dataset;
  const view = find("#view");
  if (!view) return;
  view.innerHTML = html;
  find("#standing")?.replaceChildren(...view.querySelectorAll(".standing"));
  localTimes(view);
  tick();
  if (focused) Array.from(view.querySelectorAll("[data-press]")).find((node) => same(node.dataset, focused))?.focus();
}

/** Has a screen reader say what has happened; the same words once more are said once more. */
export function announce(text) {
  const place = find("#said");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 50);
}

/** Times are shown as the agent's own clock gives them, written as in the page's language where the agent lives. */
export function localTimes(view) {
  const { lang } = document.documentElement;
  const written = navigator.languages.find((one) => one.split("-")[0] === lang.split("-")[0]) ?? lang;
  view.querySelectorAll("time").forEach((node) => (node.textContent = new Date(node.dateTime).toLocaleString(written)));
}

const same = (one, other) => ["press", "contact", "value"].every((name) => one[name] === other[name]);

/** Counts up how long a call has been going on. */
function tick() {
  document.querySelectorAll("[data-since]").forEach((node) => {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(node.dataset.since)) / 1000));
    node.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  });
}
setInterval(tick, 1000);

/** Tells what the agent presses, chooses and dials. */
export function listen(tell) {
  addEventListener("click", ({ target }) => {
    const copied = target.closest("button[data-copies]");
    if (copied) copy(copied);
    const pressed = target.closest("button[data-press]");
    if (pressed) tell(pressing(pressed.dataset, pressed.dataset.value ?? ""));
  });
  addEventListener("change", ({ target }) => {
    if (target.matches("select[data-press]")) tell(pressing(target.dataset, target.value));
    if (target.matches("input[type=checkbox][data-press]")) tell(pressing(target.dataset, target.checked ? "yes" : "no"));
  });
  addEventListener("submit", (event) => {
    event.preventDefault();
    const number = new FormData(event.target).get("number");
    tell({ kind: "pressed", button: "dial", value: number });
  });
}

/** The call is there: what was typed for it may go, unless something else stands there by now. */
export function called(number) {
  document.querySelectorAll(".dial input").forEach((field) => {
    if (field.value === number) field.value = "";
  });
}

const pressing = ({ press, contact }, value) => ({ kind: "pressed", button: press, contact: contact ?? "", value });

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copies).catch(() => copyByHand(button.dataset.copies));
  button.textContent = button.dataset.done;
}

/** Where the page around this one keeps the clipboard from it. */
function copyByHand(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** Fills in the texts of the page's own elements. */
export function dress(say, origins) {
  document.querySelectorAll("[data-text]").forEach((node) => (node.textContent = say(node.dataset.text)));
  document.querySelectorAll("[data-label]").forEach((node) => (node.ariaLabel = node.placeholder = say(node.dataset.label)));
  document.querySelectorAll("[data-origin]").forEach((node) => (node.textContent = origins[node.dataset.origin]));
  document.querySelectorAll("[data-copy]").forEach(({ dataset }) =>
    Object.assign(dataset, { copies: origins[dataset.copy], done: say("page.copied") }),
  );
}

/** Says what is wrong with the page itself, with a button that copies details of it if there are any. */
export function trouble(text, details) {
  const place = find("#trouble");
  if (place) Object.assign(place, { textContent: text, hidden: false });
  if (place && details) place.append(" ", copying(details));
  ["#view", "#standing"].forEach((shown) => find(shown)?.replaceChildren());
}

function copying({ copies, done, name }) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
  Object.assign(button.dataset, { copies, done });
  return button;
}

/** Takes back what was wrong: the engine runs after all. */
export function noTrouble() {
  const place = find("#trouble");
  if (place) place.hidden = true;
}
