/** What the agent sees and presses; every button is an API method of the instance. */

const OVER = new Set(["ended", "missed", "error", "rejected"]);
const WORDS = {
  incoming: "Callback waiting", connecting: "Ringing", connected: "Connected", paused: "Paused",
  ended: "After contact work", missed: "Missed", error: "Missed", rejected: "Rejected",
};
const KINDS = { voice: "Call", queue_callback: "Callback", chat: "Chat", task: "Task" };
/** States of the agent that a softphone ends by itself, with the contact that led to them. */
const PASSING = new Set(["FailedConnectAgent", "FailedConnectCustomer", "LineEngagedCustomer", "MissedCallCustomer"]);
const NOBODY = { state: { type: "connecting" } };
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** An element with properties and children; text stays text. */
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) {
      node[name] = value;
    } else {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function clock(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - since.getTime()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function timer(since) {
  return element("span", { className: "timer", "data-since": since.toISOString() }, clock(since));
}

/** The sign-in page, in the frame or in the window that Streams opens. */
export function showSignIn(line, softphone) {
  softphone.clear();
  const press = () => line.ask("page.signIn", {});
  document.getElementById("main").replaceChildren(
    element("p", { className: "note" }, "You are signed out of Amazon Connect."),
    element("button", { className: "act", onclick: press, id: "sign-in" }, "Sign in"),
  );
}

export class Softphone {
  /** @param {import("./line.js").Line} line */
  constructor(line) {
    this.line = line;
    this.drawn = "";
    this.number = "";
    this.muted = false;
    this.wrong = "";
    this.front = "";
    this.main = document.getElementById("main");
    this.state = document.getElementById("state");
    this.state.onchange = () => this.choose(this.state.value);
    setInterval(() => this.tick(), 1000);
  }

  clear() {
    this.update = null;
    this.drawn = "";
    this.state.disabled = true;
    this.state.replaceChildren();
    document.getElementById("agent").textContent = "";
    document.getElementById("dot").className = "";
  }

  show(update) {
    this.update = update;
    this.draw();
    if (PASSING.has(update.snapshot.state.name)) {
      const failed = update.snapshot.contacts.filter((contact) => contact.state.type === "error");
      failed.forEach(({ contactId }) => this.line.ask("page.clear", { contactId }));
    }
  }

  mute(muted) {
    this.muted = Boolean(muted);
    this.draw();
  }

  /** Redraws only when something but the time has changed, and leaves the keyboard where it was. */
  draw() {
    if (!this.update) {
      return;
    }
    const { snapshotTimestamp, localTimestamp, ...rest } = this.update.snapshot;
    const contacts = rest.contacts.map(({ contactDuration, ...contact }) => contact);
    const shape = JSON.stringify([{ ...rest, contacts }, this.update.configuration, this.muted, this.wrong]);
    if (shape === this.drawn) {
      return;
    }
    this.drawn = shape;
    const focused = document.activeElement && document.activeElement.id;
    this.head();
    const cards = rest.contacts.map((contact) => this.card(contact));
    this.main.replaceChildren(...cards, ...(cards.length && rest.contacts.some(onPhone) ? [] : [this.pad()]));
    if (this.wrong) {
      this.main.append(element("p", { className: "wrong", role: "alert" }, this.wrong));
    }
    if (focused) {
      document.getElementById(focused)?.focus();
    }
  }

  tick() {
    for (const node of document.querySelectorAll(".timer")) {
      node.textContent = clock(new Date(node.dataset.since));
    }
  }

  head() {
    const { snapshot, configuration } = this.update;
    const names = configuration.agentStates.map((state) => state.name);
    const { name, type } = snapshot.state;
    const shown = names.includes(name) ? names : [name, ...names];
    this.state.replaceChildren(...shown.map((one) => element("option", { value: one }, words(one))));
    this.state.value = name;
    this.state.disabled = false;
    document.getElementById("dot").className = type;
    const next = snapshot.nextState ? `, then ${snapshot.nextState.name}` : "";
    document.getElementById("agent").textContent = configuration.name + next;
  }

  choose(name) {
    const state = this.update.configuration.agentStates.find((one) => one.name === name);
    if (state) {
      this.call("putAgentState", { state, enqueueNextState: this.update.snapshot.contacts.length > 0 });
    }
    this.drawn = "";
  }

  /** Shows a contact before the others, as the page or the agent has asked. */
  bringToFront(contactId) {
    this.front = contactId;
    document.querySelectorAll("section.card").forEach((card) => card.classList.toggle("front", card.id === contactId));
    document.getElementById(contactId)?.scrollIntoView({ block: "nearest" });
  }

  async call(method, params) {
    const { err } = await this.line.ask(method, params);
    this.wrong = err ? JSON.parse(err).message : "";
    this.draw();
    return !err;
  }

  async accept(contactId) {
    if (await this.call("acceptContact", { contactId })) {
      this.line.broadcast("contact::accepted", { contactId });
      this.line.broadcast(`contact::accepted::${contactId}`, { contactId });
    }
  }

  card(contact) {
    const { type, timestamp } = contact.state;
    const own = contact.connections.find((leg) => leg.type === "agent" || leg.type === "monitoring") || NOBODY;
    const far = contact.connections.filter((leg) => leg !== own);
    const word = type === "connecting" && own.state.type === "connected" ? "Calling" : WORDS[type];
    const front = contact.contactId === this.front ? " front" : "";
    const named = { id: contact.contactId, "aria-label": `${KINDS[contact.type]}: ${word}` };
    const view = ({ target }) => {
      if (!target.closest("button")) this.line.broadcast("contact::view", { contactId: contact.contactId });
    };
    return element("section", { className: `card ${type}${front}`, onclick: view, ...named },
      element("div", { className: "row" }, element("span", {}, `${KINDS[contact.type]}: ${word}`), timer(timestamp)),
      element("p", { className: "who" }, who(contact, own)),
      element("div", { className: "row" }, element("span", {}, contact.queue ? contact.queue.name : "No queue")),
      far.length > 1 ? element("ul", { className: "legs" }, ...far.map(leg)) : null,
      element("div", { className: "buttons" }, ...this.buttons(contact, own)),
    );
  }

  buttons(contact, own) {
    const { contactId, type } = contact;
    const button = (label, className, onclick) =>
      element("button", { className, onclick, id: `${label}-${contactId}`, type: "button" }, label);
    if (OVER.has(contact.state.type)) {
      return [button("Close contact", "act", () => this.call("clearContact", { contactId }))];
    }
    const end = button(type === "task" ? "End task" : "End", "stop", () =>
      this.call("destroyConnection", { contactId, connectionId: own.connectionId }));
    if (own.state.type === "connecting") {
      const desk = onPhone(contact) && own.type === "agent" && !own.softphoneMediaInfo;
      const accept = desk
        ? element("p", { className: "note" }, "Answer on your desk phone")
        : button("Accept", "go", () => this.accept(contactId));
      return [accept, button("Reject", "stop", () => this.call("rejectContact", { contactId }))];
    }
    return onPhone(contact) && own.type === "agent" ? [...this.voice(contact, button), end] : [end];
  }

  voice(contact, button) {
    const first = contact.connections.find((one) => one.initial);
    if (!first || contact.state.type !== "connected") {
      return [];
    }
    const held = first.state.type === "hold";
    const parameters = { contactId: contact.contactId, connectionId: first.connectionId };
    const mute = button(this.muted ? "Unmute" : "Mute", "", () => this.call("page.mute", { muted: !this.muted }));
    return [
      button(held ? "Resume" : "Hold", "", () => this.call(held ? "resumeConnection" : "holdConnection", parameters)),
      mute,
    ];
  }

  pad() {
    const input = element("input", {
      id: "number", type: "tel", value: this.number, placeholder: "+61 2 9999 0001", "aria-label": "Number to call",
      oninput: () => { this.number = input.value; },
    });
    const key = (one) => element("button", {
      type: "button", id: `key-${one}`, onclick: () => { this.number += one; input.value = this.number; },
    }, one);
    return element("form", { className: "card", onsubmit: (event) => this.dial(event) },
      element("div", { className: "dial" }, input, element("button", { className: "go", id: "call" }, "Call")),
      element("div", { className: "pad" }, ...KEYS.map(key)));
  }

  dial(event) {
    event.preventDefault();
    const phoneNumber = this.number.replace(/[ ().-]/g, "");
    this.call("createOutboundContact", { endpoint: { type: "phone_number", phoneNumber }, queueARN: null });
  }
}

function onPhone(contact) {
  return contact.type === "voice" || contact.type === "queue_callback";
}

function words(name) {
  return name.replace(/([a-z])([A-Z])/g, (all, end, start) => `${end} ${start.toLowerCase()}`);
}

function leg(connection) {
  const name = connection.endpoint ? connection.endpoint.name || connection.endpoint.phoneNumber : "?";
  return element("li", {}, `${name}: ${connection.state.type}`);
}

function who(contact, own) {
  if (own.type === "monitoring") {
    return own.monitoringInfo ? `Monitoring ${own.monitoringInfo.agentName}` : "Monitoring";
  }
  const endpoint = contact.connections.find((one) => one.initial && one !== own)?.endpoint;
  return contact.name || (endpoint && (endpoint.name || endpoint.phoneNumber)) || "No number";
}
