/** The addresses that an administrator enters: what is not https leads nowhere. */

const WRITTEN = /^https?:\/\/[^\s\x00-\x1f\\<>^`{|}]+$/i; // in full; what browsers would complete or encode is none

/** The address, or null if it is none that a page may load from or lead to; this very machine needs no https. */
export function secure(text) {
  try {
    if (!WRITTEN.test(text)) return null;
    const url = new URL(text);
    const here = /^(127\.0\.0\.1|(.+\.)?localhost)$/.test(url.hostname);
    return url.port !== "0" && (url.protocol === "https:" || here) ? url : null;
  } catch {
    return null;
  }
}

/** The address of the instance's CCP, or null if the setting is not a secure address. */
export function ccpAddress(connectUrl) {
  const url = secure(connectUrl);
  return url && `${url.origin}${url.hostname.endsWith(".awsapps.com") ? "/connect" : ""}/ccp-v2/`;
}

/** Whether an origin is Zendesk's: the ZAF SDK listens to whichever origin the page's address names. */
export function zendesk(origin) {
  const url = secure(origin);
  return Boolean(url) && (url.protocol !== "https:" || url.hostname.endsWith(".zendesk.com"));
}
