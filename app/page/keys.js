/** One key combination each for what agents do most (rule 16.9); the agent may turn them off on the Help page. */
import { Choice } from "./choice.js";

const wanted = new Choice("keys", true);
const KEYS = { create: "C", attach: "A", next: "N", softphone: "S" };
const MAC = /Mac/.test(navigator.platform);

/**
 * Follows the keys, in whichever page of the app has the focus, and shows them on the Help page.
 * @param {(moment: object) => void} tell
 */
export function followKeys(tell) {
  addEventListener("keydown", (event) => {
    const action = pressed(event);
    if (!action) return;
    event.preventDefault();
    act(action, tell);
  });
  document.querySelectorAll("[data-key]").forEach((place) => {
    place.textContent = `${MAC ? "\u2325\u21e7" : "Alt+Shift+"}${KEYS[place.dataset.key]}`;
  });
  wanted.offer("#keys-on");
}

/** What the keys stand for, or nothing; with Alt the letter itself depends on the keyboard. */
function pressed({ altKey, shiftKey, ctrlKey, metaKey, code, repeat }) {
  if (!altKey || !shiftKey || ctrlKey || metaKey || repeat || !wanted.on) return undefined;
  return Object.keys(KEYS).find((name) => code === `Key${KEYS[name]}`);
}

function act(action, tell) {
  const button = document.querySelector(`button[data-press="${action}"]:not([disabled])`);
  if (button) button.click();
  else if (action === "next" || action === "softphone") tell({ kind: "pressed", button: action });
}
