/** Times in the agent's time zone, and the duration of running calls. */

/** Writes times in the page's language and the agent's time zone. */
export function writeTimes(view) {
  const { lang } = document.documentElement;
  const written = navigator.languages.find((one) => one.split("-")[0] === lang.split("-")[0]) ?? lang;
  view.querySelectorAll("time").forEach((node) => {
    node.textContent = timeIn(written, new Date(node.dateTime), node.dataset.day === "none");
  });
}

/** A time without its seconds, and today's without the date. */
function timeIn(language, time, alone) {
  const today = alone || time.toDateString() === new Date().toDateString();
  return time.toLocaleString(language, { timeStyle: "short", ...(today ? {} : { dateStyle: "medium" }) });
}

/** Writes the duration of each running call. */
export function writeDurations(view) {
  view.querySelectorAll("[data-since]").forEach((node) => {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(node.dataset.since)) / 1000));
    node.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  });
}

setInterval(() => writeDurations(document), 1000);
