/** Rings without the engine: while there is none, this page opens the softphone for a contact that rings. */
const RINGS = ["incoming", "pending", "connecting"];
const AGAIN_AFTER = 3000; // ms for which the engine, once it is there, may ask for what is open already

/** Hears what Connect tells and whether there is an engine. */
export class Alarm {
  #open;
  #engine = false; // whether there is one
  #opened = false; // by this page, for what the engine may still ask for
  #known = new Set(); // contacts that have rung
  #waiting = new Set(); // contacts that ring while the agent looks at another browser tab

  /** @param {() => void} open opens the softphone */
  constructor(open) {
    this.#open = open;
    document.addEventListener("visibilitychange", () => this.#ring());
  }

  /** Hears a moment. */
  heard({ kind, contact, gone }) {
    if (kind !== "contact") return;
    const id = contact.contactId;
    const rings = !gone && RINGS.includes(contact.state?.type);
    if (gone) this.#known.delete(id);
    if (rings) this.#rings(id);
    else this.#waiting.delete(id);
  }

  /** Hears that there is an engine, or that there is none. */
  engine(there) {
    if (there && !this.#engine) setTimeout(() => (this.#opened = false), AGAIN_AFTER);
    if (there) this.#waiting.clear();
    this.#engine = there;
  }

  /** Whether the softphone that the engine wants to open is open already; true once. */
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
