/** A person as the workspace shows them: card, numbers that can be dialled. */

import { avatar, h, icon } from "./dom.js";

/** A number that dials when the account has Talk Partner Edition, else plain text. */
export function phone(workspace, number, about) {
  if (!workspace.config.dialout) return h("span", {}, number);
  const click = () => workspace.dialout(number, about);
  return h("button.phone", { click, title: `Call ${number}` }, icon("phone", 12), number);
}

/** The card beside a ticket's conversation. */
export function personCard(workspace, user, ticketId) {
  const open = () => workspace.routeTo("user", user.id);
  const line = (label, value) => value && h("div.line", {}, h("dt", {}, label), h("dd", {}, value));
  return h("section.card.customer", {},
    h("header", {}, avatar(user), h("div", {}, h("button.link", { click: open }, user.name), roles(user))),
    h("dl", {}, line("Email", user.email),
      line("Phone", user.phone && phone(workspace, user.phone, { userId: user.id, ticketId })),
      line("Local time", user.time_zone), line("Language", user.locale)));
}

function roles(user) {
  const words = [user.role === "end-user" ? "Customer" : user.role, user.suspended && "suspended"].filter(Boolean);
  return h(`p.subtle${user.suspended ? ".danger" : ""}`, {}, words.join(", "));
}
