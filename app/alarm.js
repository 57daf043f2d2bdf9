/** A ringing contact is seen without the engine: while there is none, this page opens the softphone. Decides nothing. */
const RINGS = ["incoming", "pending", "connecting"];
const AGAIN_AFTER = 3000; // ms for which the engine, once it is there, may ask for what is open already

/**
 * @param {() => void} open opens the pop-over
 * @returns {{heard: (moment: object) => void, engine: (there: boolean) => void, opened: () => boolean}} hears what
 *   Connect tells; whether an engine is there; whether the engine's order is carried out already, once
 */
export function alarm(open) {
  let there = false;
  let opened = false;
  const known = new Set(); // contacts that have rung
  const waiting = new Set(); // for an agent who looks at another browser tab
  const ring = () => {
    if (there || !waiting.size || document.visibilityState !== "visible") return;
    waiting.clear();
    opened = true;
    open();
  };
  document.addEventListener("visibilitychange", ring);
  return {
    heard({ kind, contact, gone }) {
      if (kind !== "contact") return;
      const id = contact.contactId;
      if (gone || !RINGS.includes(contact.state?.type)) return void (waiting.delete(id), gone && known.delete(id));
      if (!known.has(id) && !there) waiting.add(id);
      known.add(id);
      ring();
    },
    engine(now) {
      if (now && !there) setTimeout(() => (opened = false), AGAIN_AFTER);
      if (now) waiting.clear();
      there = now;
    },
    opened: () => opened && !(opened = false),
  };
}
