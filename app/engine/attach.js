import { EngineChannel } from "./channel.js";

/** The clock of attaching and hosting; tests pass one that they advance themselves. */
const CLOCK = {
  now: () => Date.now(), // ms since 1970
  every: (ms, work) => setInterval(work, ms),
  after: (ms, work) => setTimeout(work, ms),
};

/**
 * Attaches this page to the one engine of this browser, starting it here when this page gets the lock.
 * @param {object} options
 * @param {string} options.key `${subdomain}:${installationId}:${agentId}`
 * @param {string} options.page this page's random id
 * @param {(text: string) => Promise<string>} options.perform carries out what the engine asks of this page
 * @param {{starting: () => void, ready: () => void, failed: (reason: string) => void}} options.on hears of the engine
 * @param {object} [options.host] only of a page that may host the engine
 * @param {string} options.host.runtimeUrl the customer's own runtime, or nothing
 * @param {string} options.host.config what Python is told of where it runs, as JSON
 * @param {(text: string) => Promise<string>} options.host.perform carries out what the engine asks of its host
 * @param {() => Promise<boolean>} options.host.reached whether Zendesk's page answers
 * @param {() => void} options.host.began is called whenever an engine begins here
 * @param {object} [options.clock]
 * @returns {{tell: (moment: object, ofHost?: boolean) => void}} moments reach the engine in order, as soon as there is
 *   one; those `ofHost` only while this page hosts it: another page that hosted one may lag behind
 */
export function attach({ clock = CLOCK, ...options }) {
  const channel = new EngineChannel({ clock, ...options });
  return { tell: (moment, ofHost = false) => channel.tell(moment, ofHost) };
}
