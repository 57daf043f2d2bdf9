/** The workspace's own lists: what is new, all tickets, all customers. */

import { avatar, fetched, h, when } from "./dom.js";

const TITLES = { home: "Recent tickets", views: "All tickets", people: "Customers" };

/** One of the lists, by the name of its page. */
export function homePage(workspace, name) {
  const list = h("div.card.list");
  const hello = name === "home" ? h("p.subtle", {}, `Good to see you, ${workspace.config.agent.name.split(" ")[0]}.`) : null;
  const element = h("section.listpage", {}, h("h1", {}, TITLES[name]), hello, list);
  const refresh = async () => {
    const seen = await fetched("/workbench/home");
    list.replaceChildren(name === "people" ? people(workspace, seen) : tickets(workspace, seen, name));
  };
  return { element, refresh };
}

function tickets(workspace, { tickets: all, people: known }, name) {
  const shown = name === "home" ? all.slice(0, 12) : all;
  if (!shown.length) return h("p.empty", {}, "No tickets yet. The next call makes one.");
  const head = ["Status", "Ticket", "Subject", "Requester", "Updated"].map((title) => h("th", { scope: "col" }, title));
  const rows = shown.map((ticket) => h("tr", { click: () => workspace.routeTo("ticket", ticket.id) },
    h("td", {}, badge(ticket.status)), h("td.subtle", {}, `#${ticket.id}`),
    h("td", {}, h("button.link", {}, ticket.subject ?? "(no subject)")),
    h("td", {}, known[ticket.requester_id]?.name ?? ""), h("td.subtle", {}, when(ticket.updated_at))));
  return h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows));
}

function people(workspace, { users }) {
  if (!users.length) return h("p.empty", {}, "No customers yet.");
  const head = ["Name", "Phone", "Email"].map((title) => h("th", { scope: "col" }, title));
  const rows = users.map((user) => h("tr", { click: () => workspace.routeTo("user", user.id) },
    h("td", {}, h("span.person", {}, avatar(user), h("button.link", {}, user.name))),
    h("td", {}, user.phone ?? ""), h("td", {}, user.email ?? "")));
  return h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows));
}

/** A ticket's status as Zendesk paints it. */
export function badge(status) {
  return h(`span.badge.${status}`, {}, status[0].toUpperCase() + status.slice(1));
}
