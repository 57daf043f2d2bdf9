import { answer, PROTOCOL, PULSE, queue } from "./host.js";
import { dismiss } from "./early.js";

const WISHES = ["pressed", "dial"]; // what the agent wants now, and would be surprised by
const WISH_LASTS = 10000; // ms later

/**
 * Attaches this page to the one engine of this browser, starting it here when it is this page's turn.
 * @param {object} options
 * @param {string} options.key `${subdomain}:${installationId}:${agentId}`
 * @param {string} options.page this page's random id
 * @param {(text: string) => Promise<string>} options.perform carries out requests to this page, {"kind":"starting"}, "ready", "failed"
 * @param {{runtimeUrl: string, config: string, perform: (text: string) => Promise<string>, reached: () => Promise<boolean>, began: () => void}} [options.host]
 * @returns {{tell: (moment: object, ofHost?: boolean) => void}} moments reach the engine in order, as soon as there is
 *   one; those `ofHost` only while this page hosts it: another page that hosted one may lag behind
 */
export function attach({ key, page, perform, host }) {
  const channel = new BroadcastChannel(`deskline:${key}`);
  const seen = { generation: 0, missed: 0, failed: "", strange: false };
  const owed = []; // told and not yet heard, in order
  let count = 0;
  const send = (moment) => channel.postMessage({ ...moment, to: seen.generation });
  const handle = (data) => {
    if ((data.generation ?? data.ready ?? Infinity) < seen.generation) return;
    if (data.ready || data.starting || data.failed) (seen.missed = 0), dismiss();
    if (data.starting > seen.generation) answer(perform, { text: '{"kind": "starting"}' }, () => {});
    if (data.ready > seen.generation) data.protocol === PROTOCOL ? renewed(data.ready) : updated(data.ready);
    if (data.failed && seen.failed !== data.failed) failed(data.failed);
    if (data.heard && data.page === page) owed.splice(0, owed.findIndex(({ moment }) => moment === data.heard) + 1);
    if (data.ask && [page, "*"].includes(data.page)) answer(perform, data, (reply) => channel.postMessage(reply));
  };
  const forget = (past) => owed.splice(0, owed.length, ...owed.filter((moment) => !past(moment)));
  const renewed = (generation) => {
    Object.assign(seen, { generation, failed: "", strange: false });
    forget(({ until }) => until < Date.now());
    answer(perform, { text: '{"kind": "ready"}' }, () => {});
    owed.forEach(send);
  };
  const updated = (generation) => {
    Object.assign(seen, { generation, strange: true });
    owed.length = 0; // must not come true with the next engine
    if (seen.failed !== "updated") failed("updated");
  };
  const failed = (reason) => {
    seen.failed = reason;
    forget(({ until }) => until < Infinity);
    answer(perform, { text: JSON.stringify({ kind: "failed", reason }) }, () => {});
  };
  const engine = host && queue({ key, page, host, seen, tellAll: (data) => (channel.postMessage(data), handle(data)) });
  channel.onmessage = ({ data }) => {
    if (data.ping) engine?.pinged();
    if (data.watch) engine?.watched();
    handle(data);
  };
  channel.postMessage({ ping: page });
  if (engine) setInterval(() => engine.watch(() => channel.postMessage({ watch: page })), PULSE);
  return {
    tell(moment, ofHost = false) {
      if (seen.strange) return;
      const until = WISHES.includes(moment.kind) ? Date.now() + WISH_LASTS : Infinity;
      owed.push({ moment: (count += 1), until, page, ofHost, protocol: PROTOCOL, text: JSON.stringify(moment) });
      if (seen.generation) send(owed.at(-1));
    },
  };
}
