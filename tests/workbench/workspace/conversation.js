/** A ticket's conversation: replies, private notes, and voice comments with their player. */

import { avatar, h, icon, length, when } from "./dom.js";

const LABELS = {
  from_line: "From", to_line: "To", call_started_at: "Started", call_ended_at: "Ended", duration: "Length",
  direction: "Direction", agent_id: "Answered by", end_user_id: "Caller", queue_name: "Queue", external_id: "Contact id",
  call_recording_consent: "Recording consent", call_recording_consent_action: "Caller's choice",
};

/** Every comment, the oldest first. */
export function conversation(comments, people) {
  return comments.map((comment) => shown(comment, people));
}

function shown(comment, people) {
  const author = people[comment.author_id] ?? { name: "Unknown" };
  const kind = comment.public ? "public" : "internal";
  const tag = comment.public ? null : h("span.tag", {}, icon("lock", 12), "Internal");
  const head = h("header", {}, h("strong", {}, author.name), tag, when(comment.created_at));
  const body = comment.type === "Comment" ? written(comment) : call(comment, people);
  return h(`article.comment.${kind}.${comment.type}`, { "data-comment": comment.id }, avatar(author),
    h("div.bubble", {}, head, body));
}

/** The server has sanitised the HTML as Zendesk does. */
function written(comment) {
  const body = h("div.body");
  body.innerHTML = comment.html_body;
  return body;
}

function call(comment, people) {
  const old = comment.type === "VoiceComment";
  const { data } = comment;
  const title = old ? "Phone call" : data.title;
  const rows = old ? oldRows(data) : newRows(data, people);
  return h("div.call", {},
    h("h3", {}, icon("phone"), title),
    h("dl", {}, rows.map(([label, given]) => h("div.line", {}, h("dt", {}, label), h("dd", {}, given)))),
    player(data.recording_url, old), data.transcript ? h("p.body", {}, data.transcript) : null);
}

function oldRows(data) {
  const rows = [["From", data.from], ["To", data.to], ["Started", when(data.started_at)],
    ["Length", length(data.call_duration)], ["Answered by", data.answered_by_name], ["Location", data.location]];
  return rows.filter(([, given]) => given);
}

function newRows(data, people) {
  const apart = new Set(["recording_url", "transcript"]);
  const names = data.call_fields.filter((name) => !apart.has(name) && data[name] !== null && data[name] !== undefined);
  return names.map((name) => [LABELS[name] ?? words(name), value(name, data[name], people)]);
}

function player(url, old) {
  if (url) return h("audio", { controls: true, preload: "none", src: url });
  return old ? h("p.norecording", {}, "Recording not available") : null;
}

function value(name, given, people) {
  if (name.endsWith("_at")) return when(given);
  if (name === "duration" || name.endsWith("_time")) return length(given);
  if (name === "agent_id" || name === "end_user_id") return people[given]?.name ?? String(given);
  return String(given);
}

function words(name) {
  const text = name.replaceAll("_", " ");
  return text[0].toUpperCase() + text.slice(1);
}
