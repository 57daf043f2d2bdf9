/** Checks addresses that an administrator enters: only https is accepted. */

const WRITTEN = /^https?:\/\/[^\s\x00-\x1f\\<>^`{|}]+$/i; // complete: nothing that a browser would complete or encode

/** The address, or null if a page may neither load from it nor link to it; localhost needs no https. */
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

/** Whether an origin is Zendesk's: the ZAF SDK trusts any origin that the page's address names. */
export function zendesk(origin) {
  const url = secure(origin);
  return Boolean(url) && (url.protocol !== "https:" || url.hostname.endsWith(".zendesk.com"));
}
