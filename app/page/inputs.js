/** Tells the engine what the agent presses, chooses, ticks and types; copy buttons work without it. */

const PAUSE = 250; // ms without another letter until what is typed in a search is told

/** @param {(moment: object) => void} tell */
export function listen(tell) {
  addEventListener("click", ({ target }) => {
    const copied = target.closest("button[data-copies]");
    if (copied) copy(copied);
    const pressed = target.closest("button[data-press]");
    if (pressed) tell(pressing(pressed.dataset, pressed.dataset.value ?? ""));
  });
  addEventListener("change", ({ target }) => {
    const ticked = target.checked ? "yes" : "no";
    if (target.matches("select[data-press]")) tell(pressing(target.dataset, target.value));
    if (target.matches("input[type=checkbox][data-press]")) tell(pressing(target.dataset, ticked));
  });
  addEventListener("input", ({ target }) => {
    if (target.matches("input[type=search][data-press]")) searching(target, tell);
    if (target.matches(".dial input")) offerCall(target.form);
  });
  addEventListener("submit", (event) => {
    event.preventDefault();
    const number = new FormData(event.target).get("number");
    tell({ kind: "pressed", button: "dial", value: number });
  });
  addEventListener("keydown", walk);
}

const pressing = ({ press, contact }, value) => ({ kind: "pressed", button: press, contact: contact ?? "", value });

let waiting = 0; // the timer of what is being typed

function searching(field, tell) {
  clearTimeout(waiting);
  waiting = setTimeout(() => tell(pressing(field.dataset, field.value)), PAUSE);
}

/** There is something to call, or nothing. */
function offerCall(form) {
  form.querySelector("button").disabled = !form.elements.number.value.trim();
}

/** Up and down lead through the people of a choice, from its search and back to it. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const choice = step && event.target.closest(".choice");
  if (!choice || !event.target.matches(".toggle, input[type=search]")) return;
  const stops = [...choice.querySelectorAll(".toggle, input[type=search]")];
  const next = stops[stops.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Empties the fields in which this number was typed: the call has begun. */
export function called(number) {
  document.querySelectorAll(".dial").forEach((form) => {
    if (form.elements.number.value === number) form.reset();
    offerCall(form);
  });
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copies).catch(() => copyByHand(button.dataset.copies));
  button.textContent = button.dataset.done;
}

/** For pages that may not use the clipboard. */
function copyByHand(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
