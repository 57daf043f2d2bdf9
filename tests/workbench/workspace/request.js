/** client.request of the Zendesk Apps Framework: same-session calls, answered the way jQuery answers. */

import { refuse } from "./errors.js";

const OPTIONS = new Set([
  "url", "type", "method", "data", "contentType", "dataType", "headers", "cors", "secure", "httpCompleteResponse",
  "autoRetry", "timeout", "cache",
]);
const NO_ANSWER = 599;

/** @typedef {{status: number, statusText: string, responseText: string, responseJSON: any, headers: object}} Xhr */

/**
 * Carries a request of the app out.
 * @returns {Promise<{ok: boolean, args: any[]}>} the arguments of jQuery's done or fail
 */
export async function carryOut(options, { agent, appId }) {
  const fault = misuse(options);
  if (fault) {
    refuse(`request: ${fault}`);
    return failed({ status: 0, statusText: "error", responseText: fault }, "error");
  }
  for (;;) {
    const xhr = await once(options, agent, appId);
    if (xhr.status === 501) refuse(`REST: ${xhr.responseJSON?.description}`);
    if (xhr.status === 429 && options.autoRetry !== false) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(xhr.headers["retry-after"] ?? 1)));
      continue;
    }
    if (xhr.status < 200 || xhr.status >= 300) return failed(xhr, xhr.statusText === "timeout" ? "timeout" : "error");
    const result = options.httpCompleteResponse ? xhr : xhr.responseJSON ?? xhr.responseText;
    return { ok: true, args: [result, "success", xhr] };
  }
}

function failed(xhr, word) {
  return { ok: false, args: [{ readyState: xhr.status ? 4 : 0, ...xhr }, word, xhr.statusText] };
}

function misuse(options) {
  const unknown = Object.keys(options).filter((name) => !OPTIONS.has(name));
  if (unknown.length) return `unknown option ${unknown.join(", ")}`;
  if (!options.url?.startsWith("/api/v2/")) return `the workbench answers /api/v2/ only, not ${options.url}`;
  const json = (options.contentType ?? "").startsWith("application/json");
  if (options.data !== undefined && options.data !== null && !(json && typeof options.data === "string")) {
    return "data must be JSON text with contentType application/json, else it is sent as a form";
  }
  return null;
}

async function once(options, agent, appId) {
  const stop = new AbortController();
  const timer = options.timeout ? setTimeout(() => stop.abort(), options.timeout) : 0;
  const headers = { ...options.headers, "X-Zendesk-App-Id": String(appId), "X-Workbench-Agent": String(agent) };
  if (options.contentType) headers["Content-Type"] = options.contentType;
  const method = (options.type ?? options.method ?? "GET").toUpperCase();
  try {
    const body = options.data ?? undefined;
    const response = await fetch(options.url, { method, headers, body, signal: stop.signal, cache: "no-store" });
    return response.status === NO_ANSWER ? nothing("error") : await told(response);
  } catch (error) {
    return nothing(error.name === "AbortError" ? "timeout" : "error");
  } finally {
    clearTimeout(timer);
  }
}

function nothing(statusText) {
  return { status: 0, statusText, responseText: "", headers: {} };
}

async function told(response) {
  const responseText = await response.text();
  const headers = Object.fromEntries(response.headers.entries());
  const xhr = { status: response.status, statusText: response.statusText, responseText, headers };
  const json = (response.headers.get("content-type") ?? "").includes("json");
  return json && responseText ? { ...xhr, responseJSON: JSON.parse(responseText) } : xhr;
}
