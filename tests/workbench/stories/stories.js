/** The stories' page: shows the story that is on stage twice a second, and goes on when it may. */

import { byId, element, part, post } from "../drawing.js";

const PERIOD = 500;
let state = null;

async function send(name, body) {
  await post(name, body);
  await look();
}

async function look() {
  state = await (await fetch("state")).json();
  const { play } = state;
  part("stories", state.stories, () => state.stories.map(listed));
  turn(play);
  if (!play) {
    return;
  }
  byId("title").textContent = `${play.number}. ${play.title}`;
  byId("rules").textContent = `Rules ${play.rules.join(", ")}`;
  part("cast", play.cast, () => play.cast.map(desk));
  part("steps", [play.steps, play.done], () => play.steps.map(step));
  buttons(play);
  part("verdict", play.missing, () => verdict(play.missing));
  byId("count").textContent = `${play.requests.length} so far`;
  traffic(play);
}

/** Adds the newest requests, so that one that somebody reads stays open. */
function traffic({ id, requests }) {
  const list = byId("requests");
  if (list.dataset.play !== id) {
    list.dataset.play = id;
    list.replaceChildren();
  }
  list.append(...requests.slice(list.children.length).map(request));
}

/** Shows the list or the story, and takes the keyboard along when it changes. */
function turn(play) {
  if (byId("play").hidden === !play) {
    return;
  }
  byId("choice").hidden = Boolean(play);
  byId("play").hidden = byId("traffic").hidden = !play;
  (play ? byId("title") : byId("stories").querySelector("button")).focus();
}

function listed(story) {
  const end = { good: "\u2713", bad: "\u2717" }[story.end] || "";
  const name = { good: "ended as it should be", bad: "something was missing" }[story.end] || "";
  const mark = element("span", { className: story.end || "", textContent: end, title: name, ariaLabel: name });
  const onclick = () => send("open", { story: story.number });
  return element("li", {}, element("button", { type: "button", id: `story-${story.number}`, onclick },
    element("span", { textContent: story.number }), element("span", { textContent: story.title }), mark,
    element("small", { textContent: `Rules ${story.rules.join(", ")}` })));
}

function desk(one) {
  const link = element("a", { href: one.link, target: "_blank", rel: "noopener", textContent: `Workspace of ${one.name}` });
  const open = one.open ? "its softphone is up" : "not open yet";
  return element("li", {}, link, element("small", { textContent: `In Connect: ${one.connect_agent}, ${open}` }));
}

function step(one, number) {
  const { done } = state.play;
  const now = number === done - 1 || (done === 0 && number === 0);
  const yours = one.by_hand ? [element("b", { textContent: "Your turn: " })] : [];
  const node = element("li", { className: number < done ? "done" : "" },
    element("p", {}, ...yours, element("bdi", { textContent: one.happens })),
    element("p", {}, element("bdi", { textContent: one.look })));
  if (now) {
    node.ariaCurrent = "step";
  }
  return node;
}

function buttons({ done, steps, awaited, auto }) {
  const over = done === steps.length;
  byId("awaited").textContent = awaited ? `Waiting until ${awaited}.` : "";
  byId("next").textContent = awaited && !over ? "Go on anyway" : "Next step";
  byId("next").disabled = over;
  byId("auto").disabled = over;
  byId("auto").textContent = auto && !over ? "Pause" : "All at once";
  byId("auto").ariaPressed = String(auto && !over);
}

function verdict(missing) {
  if (!missing) {
    return [];
  }
  if (!missing.length) {
    return [element("p", { className: "good", textContent: "As it should be." })];
  }
  const list = missing.map((text) => element("li", { textContent: text }));
  return [element("p", { className: "bad", textContent: "Not as it should be:" }), element("ul", {}, ...list)];
}

function request(one) {
  const text = `${one.status || "none"} ${one.method} ${one.path.replace("/api/v2/", "")}`;
  const summary = element("summary", { textContent: text, className: one.status && one.status < 400 ? "" : "bad" });
  const body = one.body ? JSON.stringify(one.body, null, 1) : "No body";
  return element("li", {}, element("details", {}, summary, element("pre", { textContent: body })));
}

const advance = (anyway) => send("advance", { step: state.play.done, anyway });
byId("next").onclick = () => advance(true);
byId("auto").onclick = () => send("auto", { auto: !state.play.auto });
byId("again").onclick = () => send("open", { story: state.play.number });
byId("leave").onclick = () => send("clear", {});

/** A refused step stays on the page, and a story that goes on by itself stops there. */
async function watch() {
  try {
    await look();
    const { play } = state;
    if (play && play.auto && !play.awaited && play.done < play.steps.length) {
      await advance(false);
      if (byId("word").textContent) {
        await fetch("auto", { method: "POST", body: JSON.stringify({ auto: false }) });
      }
    }
  } catch (offline) {
    byId("word").textContent = "The workbench does not answer.";
  }
  setTimeout(watch, PERIOD);
}
watch();
