// Runs in every frame before its own scripts and writes down when what happened, in ms since 1970.
(() => {
  const marks = (window.benchMarks = []);
  const mark = (name, more = {}) => marks.push({ name, at: performance.timeOrigin + performance.now(), ...more });
  const say = (name, more) => console.debug(`bench:${JSON.stringify({ name, ...more })}`);
  const kindOf = (text) => JSON.parse(text).kind;

  new MutationObserver(() => {
    const { engine, place } = document.body.dataset;
    if (engine !== "ready" || marks.some(({ name }) => name === "ready")) return;
    mark("ready", { place, started: performance.timeOrigin });
    say("ready", { place, marks });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-engine"] });

  let newest = 0; // the engine's generation
  const renewed = ({ generation }) => {
    if (generation <= newest) return;
    newest = generation;
    mark("engine ready");
  };

  window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name) {
      super(name);
      this.addEventListener("message", ({ data }) => {
        if (data.kind === "ready") renewed(data);
        if (data.kind === "ask") mark(`page asked: ${kindOf(data.text)}`, { ask: data.id });
      });
    }
    postMessage(data) {
      if (data.kind === "ping") mark("pinged");
      if (data.kind === "moment") mark(`told: ${kindOf(data.text)}`, { gone: data.text.includes('"gone":true') });
      if (data.kind === "answered") mark("page answered", { ask: data.id });
      super.postMessage(data);
    }
  };

  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      mark("worker began");
      this.addEventListener("message", ({ data }) => {
        if (data.kind === "ask") mark(`host asked: ${kindOf(data.text)}`, { ask: data.id });
      });
    }
    postMessage(data) {
      if (data.kind === "answered") mark("host answered", { ask: data.id });
      super.postMessage(data);
    }
  };

  const rung = new Set();
  const rings = (data) => {
    const contacts = data?.event === "agent::update" ? data.data?.snapshot?.contacts ?? [] : [];
    for (const { contactId, state } of contacts) {
      if (state.type === "connecting" && !rung.has(contactId)) rung.add(contactId), mark("rung");
    }
  };
  const orders = (data) => {
    if (typeof data !== "string" || !data.includes('"invoke"')) return;
    if (data.includes('"popover"')) mark("workspace: popover");
    if (data.includes('"routeTo"')) mark("workspace: routeTo"), say("routeTo", { marks });
  };
  addEventListener("message", ({ data }) => (rings(data), window === top && orders(data)));
})();
