/** Small helpers for building the workspace's pages without a framework. */

/**
 * Makes an element. Members of `given` that are functions become event listeners, the rest attributes.
 * @param {string} name tag, with classes after dots
 * @param {Object<string, any>} given
 * @param {...(Node|string|null|Array)} children
 */
export function h(name, given = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  home: "M2 8l6-5.5L14 8M4 7v6.5h8V7",
  views: "M2.5 3.5h11M2.5 8h11M2.5 12.5h7",
  people: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.6-3 2.8-4.3 5.5-4.300s4.9 1.3 5.5 4.3",
  phone: "M4 2l2.2 0 1 3-1.5 1.200c.7 1.6 1.9 2.8 3.5 3.500L10.5 8l3 1v2.300c0 1.2-1 2-2.2 1.700C7 12.2 3.6 8.9 2.3 4.3 2 3.1 2.9 2 4 2z",
  ticket: "M2 4h12v3a1.5 1.5 0 0 0 0 3v2.500H2V10a1.5 1.5 0 0 0 0-3z",
  lock: "M4 7.500h8v6H4zM5.5 7.500V5a2.5 2.5 0 0 1 5 0v2.5",
  moon: "M13 9.800A5.7 5.7 0 0 1 6.2 3a5.7 5.7 0 1 0 6.8 6.800z",
  close: "M4 4l8 8M12 4l-8 8",
  plus: "M8 3v10M3 8h10",
  fold: "M6 3l5 5-5 5",
  reload: "M13 8a5 5 0 1 1-1.5-3.600M13 2v3h-3",
  mail: "M2 4h12v8.500H2zM2.5 4.500L8 9l5.5-4.5",
  send: "M2.5 8L14 2.5 10.5 13.5 8 9z",
};

/** One of the workspace's own line icons. */
export function icon(name, size = 16) {
  const span = h("span.icon", { "aria-hidden": "true" });
  span.innerHTML = `<svg viewBox="0 0 16 16" width="${size}" height="${size}" fill="none" stroke="currentColor" ` +
    `stroke-width="1.2" stroke-linecap="round" stroke-linejoin="round"><path d="${SHAPES[name]}"/></svg>`;
  return span;
}

/** A round picture made of a person's initials. */
export function avatar(person) {
  const name = person?.name ?? "?";
  const letters = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const hue = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5;
  return h(`span.avatar.hue${hue}`, { "aria-hidden": "true" }, letters);
}

/** A time of the API as people write it. */
export function when(iso) {
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return h("time", { datetime: iso }, new Date(iso).toLocaleString("en-AU", options));
}

/** Seconds as 3:07. */
export function length(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What the server says at one of the workbench's own addresses, or null if it has no such record. */
export async function fetched(path) {
  const response = await fetch(path);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
