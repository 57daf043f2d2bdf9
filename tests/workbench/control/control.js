/** The control panel: shows the state of the workbench twice a second and sends what people press. */

import { byId, element, part, post, redraw } from "./drawing.js";
import { ATTRIBUTES, FAULTS, HOSTILE_LINE, SPEAKERS } from "./presets.js";

const PERIOD = 500;
let state = null;

async function send(name, body) {
  await post(name, body);
  await look();
}

async function look() {
  const answer = await fetch("state");
  state = await answer.json();
  offer();
  part("contacts", state.contacts, () => state.contacts.length ? state.contacts.map(contact) : [quiet("None")]);
  part("agents", state.agents, () => state.agents.map(agent));
  part("faults", state.zendesk.faults, () => state.zendesk.faults.map(fault));
  part("requests", [state.requests, state.counts], () => state.requests.toReversed().map(request));
  counts();
  switches();
}

function quiet(text) {
  return element("p", { className: "faint", textContent: text });
}

function offer() {
  const form = byId("offer");
  form.agent.id = "offer-agent";
  form.queue.id = "offer-queue";
  part("offer-agent", state.agents.map((one) => one.name), () =>
    state.agents.map((one) => element("option", { value: one.id, textContent: one.name })));
  const chosen = state.agents.find((one) => one.id === form.agent.value) || state.agents[0];
  part("offer-queue", chosen.queues, () =>
    chosen.queues.map((name) => element("option", { value: name, textContent: name })));
  part("people", state.people, () => [
    ...state.people.map((one) => ringAs(one.name, one.number, one.remark || one.number)),
    ringAs("A stranger", "+61299998888", "+61299998888"),
    ringAs("Anonymous", "anonymous", "number withheld"),
    ringAs("Nobody", null, "no endpoint at all"),
  ]);
}

function ringAs(name, number, remark) {
  const onclick = () => ring(number, name);
  return element("button", { type: "button", onclick }, element("bdi", { textContent: name }), element("small", { textContent: remark }));
}

function attributes(text) {
  const pairs = text.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(pairs.map((line) => [line.split("=")[0].trim(), line.slice(line.indexOf("=") + 1).trim()]));
}

function ring(number, name) {
  const form = byId("offer");
  const kind = form.kind.value;
  const who = { chat: name, task: byId("other").value || "Zendesk-1" }[kind] || number;
  send("offer", {
    kind, who, queue: form.queue.value, agent: form.agent.value, attributes: attributes(byId("attributes").value),
  });
}

function contact(one) {
  const words = `${one.kind}: ${one.state}${one.held ? ", on hold" : ""}`;
  const name = state.agents.find((agent) => agent.id === one.agent).name;
  const list = Object.entries(one.attributes).map(([key, value]) => `${key} = ${value}`).join("\n");
  const box = element("textarea", { id: `text-${one.id}`, rows: 3, value: list, ariaLabel: "Attributes" });
  const change = () => send("act", { verb: "set_attributes", contact: one.id, attributes: attributes(box.value) });
  const button = element("button", { type: "button", textContent: "Set attributes", onclick: change });
  return element("article", { className: `contact ${one.state}` },
    element("p", {}, element("b", { textContent: one.who }), ` ${words}`),
    Object.assign(quiet(`${name} \u00b7 ${one.id.slice(0, 8)}`), { title: one.id }),
    element("div", { className: "verbs" }, ...verbs(one)),
    element("details", {}, element("summary", { textContent: "Attributes" }), box, button));
}

function verbs(one) {
  const press = (label, verb, more = {}) => element("button", {
    type: "button", id: `${verb}-${one.id}`, textContent: label, onclick: () => send("act", { verb, contact: one.id, ...more }),
  });
  if (one.ringing) {
    const there = press("Connect elsewhere", "connect_without_accept");
    return [press("Accept", "accept"), there, press("Reject", "reject"), press("Miss", "miss"), gone(press)];
  }
  if (one.state === "connecting") {
    const engaged = press("Engaged", "not_answered", { reason: "LineEngagedCustomer" });
    engaged.id = `engaged-${one.id}`;
    return [press("Callee answers", "answer"), press("Not answered", "not_answered"), engaged, press("Agent hangs up", "hang_up")];
  }
  if (one.state === "connected" || one.state === "paused") {
    return live(one, press);
  }
  return [press("Close contact", "clear")];
}

function gone(press) {
  return press("Customer hangs up", "customer_hangs_up");
}

function live(one, press) {
  const always = [gone(press), press("Agent hangs up", "hang_up")];
  if (one.kind === "chat") {
    return [...always, ...chat(one, press)];
  }
  if (one.kind === "task") {
    return always;
  }
  const others = state.agents.filter((agent) => agent.id !== one.agent);
  const free = others[0] && one.method !== "monitor";
  return [
    ...always,
    one.veiled.length ? press("Show all legs", "veil") : press("Drop cut legs", "veil", { what: ["cut legs"] }),
    one.held ? press("Resume", "resume") : press("Hold", "hold"),
    ...(free ? [press(`Transfer to ${others[0].name}`, "transfer", { to: others[0].id })] : []),
    ...(others[1] ? [press(`${others[1].name} monitors`, "monitor", { supervisor: others[1].id })] : []),
  ];
}

/** What people do in a chat: who speaks is chosen beside what they say. */
function chat(one, press) {
  const text = element("input", { id: `say-${one.id}`, placeholder: "Says", ariaLabel: "What is said" });
  const names = Object.keys(SPEAKERS);
  const who = element("select", { id: `who-${one.id}`, ariaLabel: "Who says it" },
    ...names.map((name) => element("option", { value: name, textContent: name })));
  const says = (more) => send("say", { contact: one.id, text: text.value, ...SPEAKERS[who.value], ...more });
  const button = (label, more) => element("button", { type: "button", textContent: label, onclick: () => says(more) });
  const others = state.agents.filter((agent) => agent.id !== one.agent);
  return [
    who, text, button("Say", {}), button("Hostile line", { text: HOSTILE_LINE }), button("2,000 lines", { times: 2000 }),
    button("Send a file", { file: ["receipt.pdf", "application/pdf"] }), button("Is idle", { event: "participant.idle" }),
    ...(others[0] ? [press(`Hand over to ${others[0].name}`, "transfer_chat", { to: others[0].id })] : []),
  ];
}

const TROUBLES = ["expire", "deny", "microphone_not_shared", "webrtc_error", "dial_silent", "dial_refused"];

function agent(one) {
  const sign = element("button", {
    type: "button", id: `sign-${one.id}`, textContent: one.signed_in ? "Sign out" : "Sign in",
    onclick: () => send("agent", { agent: one.id, signed_in: !one.signed_in }),
  });
  const use = element("button", {
    type: "button", id: `use-${one.id}`, textContent: "Use", title: "Make this the softphone of this browser",
    ariaPressed: String(one.id === chosen()), onclick: () => become(one.id),
  });
  const trouble = element("select", {
    id: `trouble-${one.id}`, ariaLabel: `Trouble for ${one.name}`,
    onchange: () => send("agent", { agent: one.id, trouble: trouble.value }),
  }, ...["Trouble", ...TROUBLES].map((name, n) => element("option", { value: name, textContent: name, disabled: !n })));
  trouble.selectedIndex = 0; // a browser starts at the first that can be chosen, of whose choice it then says nothing
  return element("div", { className: "agent" },
    element("span", {}, one.name, element("small", { textContent: ` ${one.state}` })), use, sign, trouble);
}

/** The agent of this browser; where embedded pages get no storage, the one in front for all browsers. */
function chosen() {
  const front = state.agents.find((one) => one.front).id;
  try {
    return localStorage.getItem("agent") || front;
  } catch (denied) {
    return front;
  }
}

function become(id) {
  try {
    localStorage.setItem("agent", id);
    redraw("agents");
  } catch (denied) {
    send("agent", { agent: id, front: true });
  }
}

function fault(one) {
  const times = one.times > 1 ? `, ${one.times} times` : "";
  return element("li", { textContent: `${one.match}: ${one.status || "no answer"}${times}` });
}

function request(one) {
  const text = `${one.method} ${one.path.replace("/api/v2/", "")}`;
  const className = one.status && one.status < 400 ? "" : "bad";
  return element("tr", { className }, element("td", { textContent: text }),
    element("td", { textContent: one.status || "none" }), element("td", { textContent: one.milliseconds }));
}

function counts() {
  const names = Object.entries(state.counts).slice(-3).map(([id, count]) => {
    const known = state.contacts.find((one) => one.id === id);
    return `${known ? known.who : id.slice(0, 8)}: ${count}`;
  });
  byId("count").textContent = names.length ? `During ${names.join(", ")}` : `${state.requests.length} so far`;
}

function switches() {
  for (const input of document.querySelectorAll("[data-switch]")) {
    const value = state.zendesk[input.dataset.switch];
    if (input !== document.activeElement) {
      input[input.type === "checkbox" ? "checked" : "value"] = value;
    }
  }
}

function fill(select, names, chosen) {
  select.replaceChildren(...Object.keys(names).map((name) => element("option", { value: name, textContent: name })));
  select.onchange = () => chosen(names[select.value]);
}

byId("offer").onsubmit = (event) => {
  event.preventDefault();
  ring(byId("other").value, byId("other").value);
};
byId("fault").onsubmit = (event) => {
  event.preventDefault();
  const { match, status, times, after_writing: late } = event.target;
  send("fault", { match: match.value, status: Number(status.value) || null, times: Number(times.value), after_writing: late.checked });
};
byId("no-faults").onclick = () => send("fault", {});
for (const input of document.querySelectorAll("[data-switch]")) {
  const value = () => ({ checkbox: input.checked, number: Number(input.value) })[input.type] ?? input.value;
  input.onchange = () => send("switch", { [input.dataset.switch]: value() });
}
fill(byId("preset"), ATTRIBUTES, (text) => {
  byId("attributes").value = text.replace("{first person}", state.people[0]?.id || "");
});
fill(byId("fault-preset"), FAULTS, ([match, status, times]) => Object.entries({ match, status, times }).forEach(([name, value]) => {
  byId("fault").elements[name].value = value;
}));

async function watch() {
  try {
    await look();
  } catch (offline) {
    byId("word").textContent = "The workbench does not answer.";
  }
  setTimeout(watch, PERIOD);
}
watch();
