/** What the app asked that no Zendesk knows: shown in red and kept for tests, which assert that there is nothing. */

window.workbenchErrors = [];

/** Shows a refusal for as long as the tab lives. */
export function refuse(text) {
  window.workbenchErrors.push(text);
  const box = document.getElementById("errors");
  box.hidden = false;
  const item = document.createElement("li");
  item.textContent = text;
  box.append(item);
}
