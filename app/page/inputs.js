/** Tells the engine what the agent presses, chooses, ticks and types; copy buttons work without it. */

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
  addEventListener("submit", (event) => {
    event.preventDefault();
    const number = new FormData(event.target).get("number");
    tell({ kind: "pressed", button: "dial", value: number });
  });
}

const pressing = ({ press, contact }, value) => ({ kind: "pressed", button: press, contact: contact ?? "", value });

/** Empties the fields in which this number was typed: the call has begun. */
export function called(number) {
  document.querySelectorAll(".dial input").forEach((field) => {
    if (field.value === number) field.value = "";
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
