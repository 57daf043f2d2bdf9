import { find, update } from "./view.js";

// The button is told to the engine like any other; what goes along is which language and browser asks.
find('[data-press="diary"]')?.addEventListener("click", ({ currentTarget }) => {
  currentTarget.dataset.value = `${document.documentElement.lang} ${navigator.userAgent}`;
});

/** Shows the diary that the engine has sent, with buttons that hand its text on. */
export function showDiary({ html, text }, say) {
  update(find("#diary-entries"), html);
  find("#diary").hidden = false;
  Object.assign(find("#diary-copy").dataset, { copies: text, done: say("page.copied") });
  find("#diary-download").onclick = () => download(text);
}

function download(text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: "deskline.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
