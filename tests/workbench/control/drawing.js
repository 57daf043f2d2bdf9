/** What the workbench's own pages share: asking the server, and drawing only what has changed. */

const drawn = new Map();

export const byId = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

/** Sends what was pressed, and shows the server's word if it refuses. */
export async function post(name, body) {
  const answer = await fetch(name, { method: "POST", body: JSON.stringify(body) });
  const said = await answer.json();
  byId("word").textContent = said.error || "";
}

/** Lets a part be drawn anew although it shows the same. */
export const redraw = (id) => drawn.delete(id);

/** Draws a part anew only if what it shows has changed, and leaves the keyboard where it was. */
export function part(id, shown, children) {
  const text = JSON.stringify(shown);
  if (drawn.get(id) === text) {
    return;
  }
  drawn.set(id, text);
  const node = byId(id);
  const focused = node.contains(document.activeElement) ? document.activeElement.id : "";
  const value = node.value;
  node.replaceChildren(...children());
  if (value && [...node.children].some((child) => child.value === value)) {
    node.value = value;
  }
  byId(focused)?.focus();
}
