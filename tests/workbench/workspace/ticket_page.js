/** A ticket's page: properties, conversation with a place to write, the requester, the app's sidebar. */

import { conversation } from "./conversation.js";
import { fetched, h, icon } from "./dom.js";
import { badge } from "./home_page.js";
import { personCard } from "./person.js";

const STATUSES = ["open", "pending", "hold", "solved", "closed"];

/** The page of one ticket; `subject` answers what an app may get there. */
export function ticketPage(workspace, id, name) {
  const parts = {
    properties: h("div.properties"), head: h("header.subject"), log: h("div.log", { tabindex: 0, "aria-label": "Conversation" }),
    customer: h("div.beside"), sidebar: h("div.apps"),
  };
  let shown = null;
  let arrived;
  const loaded = new Promise((resolve) => (arrived = resolve));
  const refresh = async () => {
    shown = await fetched(`/workbench/tickets/${id}`);
    arrived();
    name(shown ? shown.ticket.subject ?? `#${id}` : "Not found");
    if (shown) write.querySelector("select").value = shown.ticket.status === "new" ? "open" : shown.ticket.status;
    if (shown) fill(workspace, parts, shown);
    else parts.log.replaceChildren(h("p.empty", {}, `Ticket ${id} does not exist or you may not see it.`));
  };
  const write = composer((ticket) => submit(workspace, id, ticket));
  const middle = h("div.conversation", {}, parts.head, parts.log, write);
  const right = h("div.context", {}, parts.customer, h("h2.appshead", {}, "Apps"), parts.sidebar);
  const element = h("section.ticketpage", { "data-ticket": id }, parts.properties, middle, right);
  return { element, sidebar: parts.sidebar, refresh, subject: { ticket: () => loaded.then(() => shown && forApp(shown)) } };
}

/** The page of a ticket that is not made yet. */
export function newTicketPage(workspace, number, name) {
  const sidebar = h("div.apps");
  const middle = h("div.conversation", {}, h("header.subject", {}, h("h1", {}, "New ticket")),
    h("div.log", {}, h("p.empty", {}, "Write to a customer, or let the next call make the ticket.")));
  const right = h("div.context", {}, h("h2.appshead", {}, "Apps"), sidebar);
  const element = h("section.ticketpage", {}, h("div.properties"), middle, right);
  const refresh = async () => name("New ticket");
  return { element, sidebar, refresh, subject: { ticket: () => ({ subject: "", status: "new", isNew: true }) } };
}

function fill(workspace, { properties, head, log, customer }, { ticket, comments, people, fields, brand }) {
  const requester = people[ticket.requester_id];
  const follows = ticket.via_followup_source_id ? ` · follow-up to #${ticket.via_followup_source_id}` : "";
  head.replaceChildren(h("h1", {}, ticket.subject ?? "(no subject)"),
    h("p.subtle", {}, badge(ticket.status), `Ticket #${ticket.id} · via ${channel(ticket)}${follows}`));
  properties.replaceChildren(...values(ticket, people, fields, brand));
  customer.replaceChildren(requester ? personCard(workspace, requester, ticket.id) : "");
  const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 40;
  log.replaceChildren(...conversation(comments, people));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function channel(ticket) {
  return ticket.via.channel === "voice" ? "phone" : ticket.via.channel;
}

function values(ticket, people, fields, brand) {
  const custom = ticket.custom_fields.map(({ id, value }) => [fields.find((each) => each.id === id)?.title, value]);
  const rows = [["Brand", brand?.name], ["Requester", people[ticket.requester_id]?.name],
    ["Assignee", people[ticket.assignee_id]?.name], ["Tags", ticket.tags.join(" ")], ["Type", ticket.type],
    ["Priority", ticket.priority], ...custom];
  return rows.map(([label, value]) => h("div.field", {}, h("span.label", {}, label ?? "Field"),
    h("div.value", {}, value === null || value === undefined || value === "" ? "–" : String(value))));
}

function composer(send) {
  const text = h("textarea", { rows: 3, "aria-label": "Write a comment", placeholder: "Write an internal note or a reply" });
  const open = h("input", { type: "checkbox" });
  const status = h("select", { "aria-label": "Status" }, STATUSES.map((each) => h("option", { value: each }, each)));
  const click = async () => {
    await send({ status: status.value, ...(text.value && { comment: { body: text.value, public: open.checked } }) });
    text.value = "";
  };
  return h("footer.composer", {}, text, h("div.actions", {}, h("label", {}, open, "Public reply"), status,
    h("button.primary", { click }, icon("send"), "Submit")));
}

/** What the agent does by hand goes straight to the account. */
async function submit(workspace, id, ticket) {
  const headers = { "Content-Type": "application/json", "X-Workbench-Agent": String(workspace.config.agent.id) };
  const body = JSON.stringify({ ticket });
  const response = await fetch(`/workbench/tickets/${id}`, { method: "PUT", headers, body });
  if (!response.ok) workspace.toast("The ticket is closed and cannot be changed.", "error");
}

function forApp({ ticket, people, brand }) {
  const phones = ({ phone }) => (phone ? [{ type: "phone_number", value: phone }] : []);
  const person = (id) => people[id] && { id, name: people[id].name, email: people[id].email, identities: phones(people[id]) };
  return {
    id: ticket.id, subject: ticket.subject, status: ticket.status, type: ticket.type, priority: ticket.priority,
    tags: ticket.tags, externalId: ticket.external_id, requester: person(ticket.requester_id), isNew: false,
    assignee: { user: person(ticket.assignee_id) ?? null }, brand: brand && { id: brand.id, name: brand.name },
    createdAt: ticket.created_at, updatedAt: ticket.updated_at, description: ticket.description,
  };
}
