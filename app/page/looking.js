/** What the agent looks at, told to the engine: that a page is there, is seen, is turned to or away from. */

/** Follows what the agent does with this page. */
export class Looking {
  #self;
  #tell;
  #active = true;
  #since = performance.timeOrigin; // Zendesk loads a page when it turns to it first
  #changed = false; // what the page is about, and not told yet

  /**
   * @param {object} client Zendesk's
   * @param {{page: string, tab: string, place: string, about: number | null}} self this page
   * @param {(moment: object) => void} tell
   */
  constructor(client, self, tell) {
    this.#self = self;
    this.#tell = tell;
    const looked = () => this.#looked();
    document.addEventListener("visibilitychange", looked);
    ["focus", "pointerdown"].forEach((event) => addEventListener(event, looked));
    ["app.activated", "pane.activated"].forEach((event) => client.on(event, () => this.#turnedTo()));
    ["app.deactivated", "pane.deactivated"].forEach((event) => client.on(event, () => this.#turnedAway()));
    client.on("ticket.requester.id.changed", () => this.#anotherRequester());
    addEventListener("pagehide", () => tell({ kind: "bye", page: self.page }));
  }

  /** Says hello to an engine that is new. */
  greet() {
    this.#tell({ kind: "hello", ...this.#self, visible: this.#visible, active: this.#active, since: this.#since });
  }

  get #visible() {
    return this.#active && document.visibilityState === "visible";
  }

  #looked() {
    if (!this.#visible) return;
    const { page, tab } = this.#self;
    this.#tell({ kind: "looked", page, tab, since: this.#since, changed: this.#changed });
    this.#changed = false;
  }

  #turnedTo() {
    if (!this.#active) this.#since = Date.now(); // the first time, the page has just been loaded for it
    this.#active = true;
    this.#looked();
  }

  #turnedAway() {
    this.#active = false;
    this.#tell({ kind: "away", page: this.#self.page });
  }

  #anotherRequester() {
    this.#changed = true;
    this.#looked();
  }
}
