/** A time zone as the engine takes it: Python has no data about zones of its own. */

const STEP = 14 * 86_400_000; // ms: shorter than any time between two changes of the clocks
const BEFORE = 26; // steps before now: contacts are written about within days, but saved ones may be older
const STEPS = 52;

/**
 * When the clocks of a zone change, from a year ago to a year from now.
 * @param {string} name of the zone, such as Europe/Berlin; empty for UTC
 * @returns {{name: string, ahead: [number, number][]} | null} from which second since 1970 on it is how many minutes
 *   ahead of UTC; null if the browser does not know the zone
 */
export function zoneTable(name, now = Date.now()) {
  const offset = name && offsetIn(name);
  if (!offset) return null;
  const begin = now - BEFORE * STEP;
  const ahead = [[begin / 1000, offset(begin)]];
  for (let time = begin; time < begin + STEPS * STEP; time += STEP) {
    const later = offset(time + STEP);
    if (offset(time) !== later) ahead.push([change(offset, time, time + STEP) / 1000, later]);
  }
  return { name, ahead };
}

/** What says by how many minutes the zone is ahead of UTC at a time. */
function offsetIn(timeZone) {
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    return (time) => minutes(format.formatToParts(time).find(({ type }) => type === "timeZoneName").value);
  } catch {
    return null;
  }
}

/** "GMT+05:30" as minutes; UTC itself is "GMT". */
function minutes(text) {
  const [, sign, hours = 0, rest = 0] = /GMT(?:([+-])(\d+):(\d+))?/.exec(text);
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(rest));
}

/** The time between two others, to the minute, at which the clocks change. */
function change(offset, before, after) {
  if (after - before <= 60_000) return Math.floor(after / 60_000) * 60_000;
  const middle = (before + after) / 2;
  return offset(middle) === offset(before) ? change(offset, middle, after) : change(offset, before, middle);
}
