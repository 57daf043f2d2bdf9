/** A person's page: identities, tickets, the app's sidebar. */

import { avatar, fetched, h, when } from "./dom.js";
import { badge } from "./home_page.js";
import { phone } from "./person.js";

/** The page of one person; `subject` answers what an app may get there. */
export function userPage(workspace, id, name) {
  const left = h("div.properties");
  const middle = h("div.listpage");
  const sidebar = h("div.apps");
  const element = h("section.ticketpage.userpage", {}, left, middle, sidebar);
  let shown = null;
  let arrived;
  const loaded = new Promise((resolve) => (arrived = resolve));
  const refresh = async () => {
    shown = await fetched(`/workbench/users/${id}`);
    arrived();
    name(shown?.user.name ?? "Not found");
    if (!shown) return middle.replaceChildren(h("p.empty", {}, `There is no user ${id}.`));
    left.replaceChildren(...profile(workspace, shown));
    return middle.replaceChildren(h("h1", {}, "Tickets"), tickets(workspace, shown.tickets));
  };
  return { element, sidebar, refresh, subject: { user: () => loaded.then(() => shown && forApp(shown)) } };
}

function profile(workspace, { user, identities }) {
  const value = (each) => each.type === "phone_number" ? phone(workspace, each.value, { userId: user.id }) : each.value;
  const extra = user.shared_phone_number && user.phone
    ? [field("Shared phone", phone(workspace, user.phone, { userId: user.id }))] : [];
  const fields = Object.entries(user.user_fields).filter(([, given]) => given !== null);
  return [
    h("div.person.large", {}, avatar(user), h("h2", {}, user.name)),
    ...identities.map((each) => field(each.type === "email" ? "Email" : "Phone", value(each))), ...extra,
    field("Role", user.role), user.suspended ? field("Access", "Suspended") : "",
    ...fields.map(([key, given]) => field(key, String(given))),
  ];
}

function field(label, value) {
  return h("div.field", {}, h("span.label", {}, label), h("div.value", {}, value));
}

function tickets(workspace, all) {
  if (!all.length) return h("p.empty", {}, "No tickets yet.");
  return h("div.card.list", {}, h("table", {}, h("tbody", {}, all.map((ticket) =>
    h("tr", { click: () => workspace.routeTo("ticket", ticket.id) }, h("td", {}, badge(ticket.status)),
      h("td.subtle", {}, `#${ticket.id}`), h("td", {}, h("button.link", {}, ticket.subject ?? "(no subject)")),
      h("td.subtle", {}, when(ticket.updated_at)))))));
}

function forApp({ user, identities }) {
  return {
    id: user.id, name: user.name, email: user.email, role: user.role, externalId: user.external_id, tags: user.tags,
    identities: identities.map(({ id, type, value, verified, primary }) => ({ id, type, value, verified, primary })),
  };
}
