/**
 * The administrator's settings, read for every page by the same words as in the engine.
 */
import { DEFAULTS, FALSE, TRUE, UNSET } from "../words.js";

/**
 * Reads the settings that pages need: flat from Zendesk, a list of pairs from zcli's local server; text, or not.
 * @param {{settings: object | object[]}} metadata
 * @returns {{given: object, read: object}} as they were given, which the engine reads and complains of; and read: what
 *   is not set, or no yes or no where one is expected, is the default, and an address is still to be checked
 */
export function readSettings({ settings }) {
  const given = Array.isArray(settings) ? Object.assign({}, ...settings) : { ...settings };
  const read = Object.entries(DEFAULTS).map(([name, fallback]) => [name, value(given[name], fallback)]);
  return { given, read: Object.fromEntries(read) };
}

function value(given, fallback) {
  const text = String(given ?? "").trim();
  const word = text.toLowerCase();
  if (UNSET.includes(word)) return fallback;
  if (typeof fallback !== "boolean") return text;
  return TRUE.includes(word) || (FALSE.includes(word) ? false : fallback);
}
