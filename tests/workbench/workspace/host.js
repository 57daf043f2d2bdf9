/** The host's side of the Zendesk Apps Framework protocol: handshake, events, get, set, invoke, request. */

import { Answers } from "./answers.js";
import { refuse } from "./errors.js";
import { Instance } from "./instance.js";
import { carryOut } from "./request.js";

// Sent by Zendesk's own SDK for its statistics; nothing depends on them.
const IGNORED = new Set(["session.live", "session.idle", "__track__"]);

export class Host {
  /** @param {object} config config.json; @param {object} workspace what invoke reaches: tabs, popover, toasts … */
  constructor(config, workspace) {
    this.config = config;
    this.workspace = workspace;
    this.instances = new Map();
    this.subscribers = new Map();
    this.answers = new Answers(this);
    window.addEventListener("message", (event) => this.receive(event));
  }

  /** Makes the app known in a place, which tells the copies that run already; it loads once it is mounted. */
  create(location, extra) {
    const instance = new Instance(this.config, { location, colorScheme: this.workspace.colorScheme(), extra });
    this.instances.set(instance.guid, instance);
    this.tellOthers(instance, "instance.created");
    return instance;
  }

  /** Takes a copy of the app away, after a last word to it. */
  remove(instance) {
    this.emit(instance, "app.willDestroy");
    this.instances.delete(instance.guid);
    instance.frame.hidden = true;
    setTimeout(() => {
      this.forget(instance);
      instance.frame.remove();
    }, 250);
  }

  /** The page says that a place is (or is no longer) in front of the agent. */
  setActive(instance, active) {
    if (instance.active === active) return;
    instance.active = active;
    if (!active) this.emit(instance, "app.deactivated");
    else if (instance.announced) this.emit(instance, "app.activated", { firstLoad: false });
    else this.announce(instance);
  }

  /** app.activated reaches a new copy as soon as it listens, once. */
  announce(instance) {
    if (!instance.active || instance.announced || !this.listeners(instance, "app.activated").size) return;
    instance.announced = true;
    this.emit(instance, "app.activated", { firstLoad: true });
  }

  /** An event of one copy, for every frame that subscribed to it there. */
  emit(instance, name, message) {
    for (const frame of this.listeners(instance, name)) {
      frame.post({ key: `zaf.${name}`, message, instanceGuid: instance.guid });
    }
  }

  /** An event of the workspace, for every copy. */
  broadcast(name, message) {
    for (const instance of this.instances.values()) this.emit(instance, name, message);
  }

  tellOthers(instance, name) {
    for (const other of this.instances.values()) {
      if (other !== instance) this.emit(other, name, instance.context);
    }
  }

  listeners(instance, name) {
    return this.subscribers.get(`${instance.guid} ${name}`) ?? new Set();
  }

  forget(instance) {
    for (const frames of this.subscribers.values()) frames.delete(instance);
  }

  receive(event) {
    const sender = [...this.instances.values()].find((each) => each.frame.contentWindow === event.source);
    if (!sender || event.origin !== sender.origin) return;
    const data = typeof event.data === "string" ? parsed(event.data) : event.data;
    if (!data) return;
    if (data.request) this.question(sender, data);
    else if (data.key) this.message(sender, data);
    else refuse(`message without key: ${JSON.stringify(data)}`);
  }

  async question(sender, { id, request, params, instanceGuid }) {
    const target = this.instances.get(instanceGuid);
    if (!target) return sender.post({ id, error: { name: "Error", message: `No instance ${instanceGuid}` } });
    return sender.post({ id, result: await this.answers.to(request, params, target, sender) });
  }

  message(sender, { key, message, instanceGuid }) {
    const target = this.instances.get(instanceGuid) ?? sender;
    const [, kind, name] = key.match(/^iframe\.(on|off|trigger|reply):(.*)$/) ?? [];
    if (key === "iframe.handshake") this.register(sender);
    else if (kind === "on") this.subscribe(sender, target, name);
    else if (kind === "off") this.unsubscribe(sender, target, name, message);
    else if (kind === "trigger") this.emit(target, name, message);
    else if (key.startsWith("request:")) this.request(sender, key, message);
    else if (!IGNORED.has(key) && kind !== "reply") refuse(`message ${key}`);
  }

  /** A document of the app has loaded; a reload inside the frame starts over. */
  register(instance) {
    this.forget(instance);
    instance.announced = false;
    instance.registered = true;
    const { config } = this;
    instance.post({ key: "zaf.app.registered", message: { metadata: config.app, context: instance.context } });
    this.tellOthers(instance, "instance.registered");
  }

  subscribe(sender, target, name) {
    const key = `${target.guid} ${name}`;
    if (!this.subscribers.has(key)) this.subscribers.set(key, new Set());
    this.subscribers.get(key).add(sender);
    if (sender === target && name === "app.activated") this.announce(sender);
  }

  unsubscribe(sender, target, name, { subscriberCount }) {
    if (!subscriberCount) this.subscribers.get(`${target.guid} ${name}`)?.delete(sender);
  }

  async request(sender, key, options) {
    const given = { agent: this.config.agent.id, appId: this.config.app.appId };
    const { ok, args } = await carryOut(options, given);
    sender.post({ key: `zaf.${key}.${ok ? "done" : "fail"}`, message: { responseArgs: args } });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
