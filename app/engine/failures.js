/** Why the engine failed, kept in this browser until one runs and logs it in the diary. */
const MOST = 10; // the latest
const slot = (key) => `deskline:failures:${key}`;

/** @returns {[string, string][]} times (ISO) and words */
export function failures(key) {
  try {
    const found = JSON.parse(localStorage.getItem(slot(key)));
    return Array.isArray(found) ? found : [];
  } catch {
    return []; // written by something else
  }
}

/** Remembers a failure; with full storage it is lost. */
export function remember(key, reason) {
  const latest = [...failures(key), [new Date().toISOString(), reason]].slice(-MOST);
  try {
    localStorage.setItem(slot(key), JSON.stringify(latest));
  } catch {
    forget(key);
  }
}

/** Forgets all failures: an engine knows them. */
export const forget = (key) => localStorage.removeItem(slot(key));
