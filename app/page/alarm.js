/** Ringing without an engine: until there is one, this page opens the softphone for a ringing contact. */
const RINGS = ["incoming", "pending", "connecting"];
const AGAIN_AFTER = 3000; // ms within which a new engine may ask for a softphone that is open already

/** Follows what Connect reports and whether there is an engine. */
export class Alarm {
  #open;
  #engine = false; // whether there is one
  #opened = false; // by this page, so that the engine need not open it
  #known = new Set(); // contacts that have rung
  #waiting = new Set(); // contacts that ring while the agent looks at another browser tab

  /** @param {() => void} open opens the softphone */
  constructor(open) {
    this.#open = open;
    document.addEventListener("visibilitychange", () => this.#ring());
  }

  /** Handles a moment. */
  heard({ kind, contact, gone }) {
    if (kind !== "contact") return;
    const id = contact.contactId;
    const rings = !gone && RINGS.includes(contact.state?.type);
    if (gone) this.#known.delete(id);
    if (rings) this.#rings(id);
    else this.#waiting.delete(id);
  }

  /** There is an engine now, or there is none. */
  engine(there) {
    if (there && !this.#engine) setTimeout(() => (this.#opened = false), AGAIN_AFTER);
    if (there) this.#waiting.clear();
    this.#engine = there;
  }

  /** Whether this page has opened the softphone already; true once. */
  opened() {
    const opened = this.#opened;
    this.#opened = false;
    return opened;
  }

  #rings(id) {
    if (!this.#known.has(id) && !this.#engine) this.#waiting.add(id);
    this.#known.add(id);
    this.#ring();
  }

  #ring() {
    if (this.#engine || !this.#waiting.size || document.visibilityState !== "visible") return;
    this.#waiting.clear();
    this.#opened = true;
    this.#open();
  }
}
