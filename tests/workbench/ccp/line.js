/** The line to the pretend instance: messages down, questions up, and dates as dates. */

const TIMES = new Set(["timestamp", "startTimestamp", "timeStamp", "queueTimestamp", "snapshotTimestamp", "joinTimeStamp"]);

/** Streams calls getTime() on these, and dates survive postMessage. */
export function revive(key, value) {
  return TIMES.has(key) && typeof value === "string" ? new Date(value) : value;
}

/**
 * The agent whose softphone this is: from the address, from a test's script in this browser, or as the control panel
 * chose for this browser; else empty, and the instance says who.
 */
export function agentOfThisBrowser() {
  return new URLSearchParams(location.search).get("agent") || globalThis.connectAgent || remembered() || "";
}

function remembered() {
  try {
    return localStorage.getItem("agent");
  } catch (denied) {
    return null; // a browser may refuse storage to embedded pages of other sites
  }
}

export class Line {
  /**
   * @param {string} agent
   * @param {(message: {event: string, data: any}) => void} heard
   */
  constructor(agent, heard) {
    this.agent = agent;
    this.heard = heard;
    this.waiting = new Map();
    this.count = 0;
    this.open();
  }

  open() {
    const address = new URL(`line?agent=${encodeURIComponent(this.agent)}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.onmessage = (event) => this.take(JSON.parse(event.data, revive));
    this.socket.onclose = () => setTimeout(() => this.open(), 500);
  }

  take(message) {
    if (message.n === undefined) {
      this.heard(message);
      return;
    }
    const answer = this.waiting.get(message.n);
    this.waiting.delete(message.n);
    answer({ data: message.data, err: message.err });
  }

  /** Asks an API method; resolves to {data, err} (err null or JSON text), or never if the instance keeps silent. */
  ask(method, params) {
    this.count += 1;
    const n = this.count;
    this.socket.send(JSON.stringify({ n, method, params }));
    return new Promise((resolve) => this.waiting.set(n, resolve));
  }

  /** Says something to all pages of this agent. */
  broadcast(event, data) {
    this.socket.send(JSON.stringify({ broadcast: { event, data } }));
  }
}
