/** The protocol that Streams speaks with its CCP iframe by postMessage. */

const NOISE = new Set(["log", "server_bound_internal_log", "client_metric", "click_stream_data", "clientMetric"]);
const SILENT = new Set(["outer_context_info", "iframe_style", "tab_id", "close", "softphone_stats"]);

export class Conduit {
  /** @param {import("./line.js").Line} line */
  constructor(line) {
    this.line = line;
    this.id = crypto.randomUUID();
    this.masters = new Map();
    this.embedded = window.parent !== window;
    this.up = false;
    window.addEventListener("message", (event) => {
      if (this.up && event.source === window.parent && event.data && event.data.event) {
        this.take(event.data);
      }
    });
  }

  /** Signs on: until then Streams gets no acknowledgement, as from a CCP that shows its sign-in page. */
  start() {
    this.up = true;
    this.post("acknowledge", { id: this.id });
  }

  stop() {
    this.up = false;
  }

  post(event, data) {
    if (this.embedded) {
      window.parent.postMessage({ event, data }, "*");
    }
  }

  take({ event, data }) {
    const handle = {
      synchronize: () => this.post("acknowledge", { id: this.id }),
      api_request: () => this.answer(data),
      master_request: () => this.master(data),
      broadcast: () => this.echo(data),
      configure: () => this.line.ask("page.sound", { has: data.softphone?.allowFramedSoftphone === true }),
      media_device_request: () => this.post("media_device_response", []),
      reload_agent_configuration: () => this.line.ask("page.refresh", {}),
      terminate: () => this.line.ask("page.signOut", {}),
    }[event];
    if (handle) {
      handle();
    } else if (!SILENT.has(event) && !NOISE.has(event) && !event.startsWith("webSocket::")) {
      this.line.ask("page.unknown", { event });
    }
  }

  async answer({ requestId, method, params }) {
    const { data, err } = await this.line.ask(method, params);
    window.parent.postMessage({ event: "api_response", data: { event: "api_response", requestId, data, err } }, "*");
  }

  async master({ requestId, method, params }) {
    const { data } = await this.line.ask(`page.${method}`, { ...params, page: this.id });
    this.post("master_response", { event: "master_response", requestId, data, err: null });
  }

  echo({ event, data }) {
    if (NOISE.has(event)) {
      return;
    }
    if (event === "mute" || event === "agent::mute") {
      this.line.ask("page.mute", { muted: Boolean(data.mute) });
    } else {
      this.line.broadcast(event, data);
    }
  }
}
