/** The tabs of tickets and people in the workspace, each with a page and the app's sidebar. */

import { h, icon } from "./dom.js";
import { newTicketPage, ticketPage } from "./ticket_page.js";
import { userPage } from "./user_page.js";

const PAGES = { ticket: ticketPage, user: userPage, new_ticket: newTicketPage };
const SIDEBARS = { ticket: "ticket_sidebar", user: "user_sidebar", new_ticket: "new_ticket_sidebar" };

export class Tabs {
  constructor(workspace) {
    this.workspace = workspace;
    this.open = new Map();
    this.front = null;
    this.strip = document.getElementById("tabs");
    this.newest = 0;
  }

  /** Opens a ticket, a person or a new ticket, or brings its tab to the front. */
  async show(kind, id) {
    const number = kind === "new_ticket" ? ++this.newest : Number(id);
    const key = `${kind}/${number}`;
    if (!this.open.has(key)) this.open.set(key, this.make(kind, number, key));
    this.bringToFront(key);
    await this.open.get(key).page.refresh();
  }

  make(kind, number, key) {
    const name = h("span.name", {}, "…");
    const close = h("button.close", { click: () => this.close(key), "aria-label": "Close tab" }, icon("close", 12));
    const choose = h("button.choose", { role: "tab", click: () => this.bringToFront(key) }, icon(iconOf(kind)), name);
    const label = h("div.tab", { "data-tab": key }, choose, close);
    this.strip.insertBefore(label, this.strip.querySelector(".add"));
    const page = PAGES[kind](this.workspace, number, (text) => { name.textContent = text; });
    document.getElementById("pages").append(page.element);
    return { kind, number, label, page, instance: this.sidebar(kind, number, page) };
  }

  sidebar(kind, number, page) {
    const { host, config } = this.workspace;
    if (!config.locations[SIDEBARS[kind]]) return null;
    const extra = { ticket: { ticketId: number }, user: { userId: number }, new_ticket: { newTicketId: `${number}` } };
    const instance = host.create(SIDEBARS[kind], extra[kind]);
    instance.subject = page.subject;
    instance.mount(page.sidebar);
    return instance;
  }

  /** Shows a tab's page, or one of the workspace's own pages if there is no such tab. */
  bringToFront(key) {
    this.front = key;
    this.workspace.showPage(this.open.get(key)?.page.element ?? key);
    for (const [each, { label, instance }] of this.open) {
      const inFront = each === key;
      label.classList.toggle("front", inFront);
      label.querySelector(".choose").setAttribute("aria-selected", inFront);
      if (instance) this.workspace.host.setActive(instance, inFront);
    }
    const path = this.open.has(key) ? `/agent/${key.replace("/", "s/")}` : "/agent/home";
    history.replaceState(null, "", path + window.location.search);
  }

  close(key) {
    const { label, page, instance } = this.open.get(key);
    this.open.delete(key);
    if (instance) this.workspace.host.remove(instance);
    label.remove();
    page.element.hidden = true;
    // The app's sidebar gets its last word before its frame goes.
    setTimeout(() => page.element.remove(), 300);
    const next = [...this.open.keys()].pop();
    if (this.front === key) this.bringToFront(next ?? "home");
  }

  /** Puts new copies of the app beside the open tabs. */
  reloadApps() {
    for (const [key, tab] of this.open) {
      tab.instance = this.sidebar(tab.kind, tab.number, tab.page);
      if (tab.instance) this.workspace.host.setActive(tab.instance, key === this.front);
    }
  }

  /** A record changed in the account: the tabs that show it are brought up to date. */
  changed(kind, id) {
    for (const { page, kind: shown, number } of this.open.values()) {
      if ((shown === kind && number === id) || (kind === "user" && shown === "ticket")) page.refresh();
    }
  }
}

function iconOf(kind) {
  return kind === "user" ? "people" : "ticket";
}
