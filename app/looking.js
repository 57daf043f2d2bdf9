/** What the agent looks at, told to the engine: that a page is there, is seen, is turned to or away from. Decides nothing. */

/**
 * @param {object} client Zendesk's
 * @param {{page: string, tab: string, place: string, about: number | null}} self this page
 * @param {(moment: object) => void} tell
 * @returns {() => void} says hello, to each engine anew
 */
export function looking(client, { page, tab, place, about }, tell) {
  let [active, since] = [true, performance.timeOrigin]; // Zendesk loads a page when it turns to it first
  let changed = false; // what the page is about, and not told yet
  const visible = () => active && document.visibilityState === "visible";
  const looked = () => {
    if (!visible()) return;
    tell({ kind: "looked", page, tab, since, changed });
    changed = false;
  };
  const turnedTo = () => {
    if (!active) since = Date.now(); // the first time, the page has just been loaded for it
    active = true;
    looked();
  };
  const turnedAway = () => ((active = false), tell({ kind: "away", page }));
  document.addEventListener("visibilitychange", looked);
  ["focus", "pointerdown"].forEach((event) => addEventListener(event, looked));
  ["app.activated", "pane.activated"].forEach((event) => client.on(event, turnedTo));
  ["app.deactivated", "pane.deactivated"].forEach((event) => client.on(event, turnedAway));
  client.on("ticket.requester.id.changed", () => ((changed = true), looked()));
  addEventListener("pagehide", () => tell({ kind: "bye", page }));
  return () => tell({ kind: "hello", page, tab, place, about, visible: visible(), active, since });
}
