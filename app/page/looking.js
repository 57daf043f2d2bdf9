/** Tells the engine what the agent looks at: that a page is open, visible, activated or deactivated. */

/** Follows what the agent does with this page. */
export class Looking {
  #self;
  #tell;
  #active = true;
  #since = performance.timeOrigin; // Zendesk loads a page when it activates it for the first time
  #changed = false; // whether the page's ticket or user has changed since the last report

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

  /** Introduces the page to a new engine. */
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
    if (!this.#active) this.#since = Date.now(); // the first time the page has just been loaded
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
