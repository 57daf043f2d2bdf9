/** Copies of Pyodide's files and of the unpacked archive, kept in Cache Storage by their digest. */
import { RUNTIME } from "../runtime.js";

const CACHE = "deskline-runtime";

/** The kept copy with this digest, as a Response, or undefined. */
export const kept = async (digest) => (await openCache())?.match(place(digest));

/** Stores a copy; with full or blocked storage there is none. */
export async function keep(digest, response) {
  const cache = await openCache();
  await cache?.put(place(digest), response).catch(() => undefined);
}

/**
 * Keeps Pyodide's files for when their address cannot be reached, and deletes those of other versions.
 * @param {Map<string, string>} sources where each file came from
 */
export async function keepRuntime(sources) {
  const files = Object.entries(RUNTIME.files).map(([name, integrity]) => [place(integrity), { name, integrity }]);
  const wanted = new Map(files);
  const cache = await openCache();
  for (const request of (await cache?.keys()) ?? []) {
    const path = new URL(request.url).pathname;
    if (!wanted.delete(path) && path !== place(RUNTIME.archive)) await cache.delete(request);
  }
  for (const { name, integrity } of wanted.values()) {
    if (sources.has(name)) await keep(integrity, await fetch(sources.get(name), { integrity }));
  }
}

async function openCache() {
  try {
    return await self.caches.open(CACHE);
  } catch {
    return null; // third-party storage may be blocked
  }
}

const place = (digest) => `/deskline/${encodeURIComponent(digest)}`;
