/** Lines that come one after the other: the newest is in sight, unless the reader has scrolled up. */
const NEAR = 24; // px from the end within which the reader is at the end

const atEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < NEAR;

/** @returns {() => void} scrolls to the newest line, once new ones are there, where the reader was at the end */
export function following(view) {
  const away = new Set([...view.querySelectorAll(".log")].filter((log) => !atEnd(log)));
  return () => {
    view.querySelectorAll(".log").forEach((log) => {
      if (!away.has(log)) log.scrollTop = log.scrollHeight;
    });
  };
}
