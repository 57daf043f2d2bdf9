/** Lines that come one after the other: the newest is in sight, unless the reader has scrolled up. */
const NEAR = 24; // px from the end within which the reader is at the end
const away = new WeakSet(); // logs whose reader has scrolled up

const atEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < NEAR;

/** Scrolls to the newest lines. */
export function followLogs() {
  document.querySelectorAll(".log").forEach((log) => {
    if (!away.has(log)) log.scrollTop = log.scrollHeight;
  });
}

/** A page that is hidden has no size, and cannot scroll before it is shown. */
addEventListener("resize", followLogs);
addEventListener("scroll", ({ target }) => scrolled(target), true);

function scrolled(log) {
  if (!log.classList?.contains("log")) return;
  if (atEnd(log)) away.delete(log);
  else away.add(log);
}
