import { find, update } from "./view.js";

// The engine is told of the button like of any other; its value is the page's language and browser.
find('[data-press="diary"]')?.addEventListener("click", ({ currentTarget }) => {
  currentTarget.dataset.value = `${document.documentElement.lang} ${navigator.userAgent}`;
});

/** Shows the diary from the engine, with buttons that copy and save its text. */
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
