/** One copy of the app in one of Zendesk's places; known to the others from the start, loaded when mounted. */

import { h } from "./dom.js";

const ALLOW = "microphone; camera; autoplay; clipboard-read; clipboard-write; fullscreen; speaker-selection";

export class Instance {
  /**
   * @param {object} config the workspace's config.json
   * @param {{location: string, colorScheme: string, extra: object}} place `extra` goes into the context (ticketId …)
   */
  constructor(config, { location, colorScheme, extra = {} }) {
    this.guid = crypto.randomUUID();
    this.location = location;
    this.registered = false;
    this.active = false;
    this.announced = false;
    this.context = {
      instanceGuid: this.guid, product: "support", account: { subdomain: config.account.subdomain }, location, ...extra,
    };
    const given = { origin: window.location.origin, app_guid: this.guid, colorScheme };
    const [path, hash = ""] = config.locations[location].url.split("#");
    const glue = path.includes("?") ? "&" : "?";
    this.origin = new URL(config.assets).origin;
    const src = `${config.assets}/${path}${glue}${new URLSearchParams(given)}${hash && "#" + hash}`;
    this.frame = h("iframe", { src, allow: ALLOW, title: `${config.app.name}: ${location}`, "data-guid": this.guid });
    this.frame.dataset.location = location;
  }

  /** Puts the frame into the page, which loads the app. */
  mount(into) {
    if (!this.frame.isConnected) into.append(this.frame);
  }

  /** Sends one message of the protocol, if the frame is still there. */
  post(message) {
    this.frame.contentWindow?.postMessage(JSON.stringify(message), this.origin);
  }
}
