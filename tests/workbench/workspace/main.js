/** The pretend agent workspace: puts the pages, the app's copies and the account's pushes together. */

import { buildDrawer, buildRail, buildTools, drawSymbol, toast } from "./chrome.js";
import { fetched, h, icon } from "./dom.js";
import { refuse } from "./errors.js";
import { Host } from "./host.js";
import { homePage } from "./home_page.js";
import { Tabs } from "./tabs.js";

const OWN_PAGES = ["home", "views", "people"];
const POPOVER = { width: 360, height: 510 };

class Workspace {
  constructor(config) {
    this.config = config;
    this.scheme = new URLSearchParams(location.search).get("colorScheme") ?? "light";
    document.documentElement.dataset.scheme = this.scheme;
    this.toast = toast;
    this.tabs = new Tabs(this);
    this.host = new Host(config, this);
    this.popover = document.getElementById("popover");
    this.page = "home";
  }

  /** Builds the page and loads the app where Zendesk does: the background at once, the rest when it is asked for. */
  start() {
    buildRail(this);
    buildTools(this);
    buildDrawer(this);
    document.getElementById("tabs").append(h("button.add", {
      title: "New ticket", "aria-label": "New ticket", click: () => this.routeTo("new_ticket"),
    }, icon("plus", 14), "Add"));
    for (const name of OWN_PAGES) this.addPage(name, homePage(this, name));
    this.navPage = h("section.apppage", { "data-page": "nav_bar", hidden: true });
    document.getElementById("pages").append(this.navPage);
    this.installApp();
    this.listen();
    this.openAddress();
  }

  addPage(name, page) {
    page.element.dataset.page = name;
    page.element.hidden = true;
    document.getElementById("pages").append(page.element);
    this.own = { ...this.own, [name]: page };
  }

  installApp() {
    const { locations } = this.config;
    if (locations.background) this.background = this.host.create("background");
    for (const place of ["top_bar", "nav_bar"]) {
      if (locations[place]) this[place] = this.host.create(place);
    }
    this.size({ ...POPOVER, ...locations.top_bar?.size });
    if (this.background) {
      this.background.mount(document.getElementById("background"));
      this.host.setActive(this.background, true);
    }
  }

  openAddress() {
    const [, kind, id] = location.pathname.match(/^\/agent\/(tickets|users|new_tickets)\/(\d+)/) ?? [];
    this.routeTo(kind ? kind.slice(0, -1) : "home", id);
  }

  listen() {
    const socket = new WebSocket(`ws://${location.host}/workbench/events`);
    socket.addEventListener("message", ({ data }) => this.pushed(JSON.parse(data)));
    socket.addEventListener("open", () => { document.documentElement.dataset.live = "yes"; });
    socket.addEventListener("close", () => {
      document.documentElement.dataset.live = "no";
      setTimeout(() => this.listen(), 1000);
    });
  }

  /** Something happened in the account. */
  pushed(event) {
    const mine = !event.agent_id || event.agent_id === this.config.agent.id;
    if (event.kind === "display" && mine) {
      this.routeTo(event.ticket_id ? "ticket" : "user", event.ticket_id ?? event.user_id);
    } else if (event.kind === "notification" && mine && event.app_id === this.config.app.appId) {
      this.host.broadcast(`api_notification.${event.event}`, { body: event.body, sender: event.sender });
    } else if (event.kind === "ticket" || event.kind === "user") {
      this.tabs.changed(event.kind, event.id);
      this.own[this.page]?.refresh();
    }
  }

  /** Where ZAF's routeTo, the rail and the links of the pages lead. */
  routeTo(kind, id) {
    if (["ticket", "user", "new_ticket"].includes(kind)) return this.tabs.show(kind, id);
    if (kind === "nav_bar" && this.nav_bar) return this.showNavBar();
    if (!OWN_PAGES.includes(kind)) return refuse(`routeTo ${kind}`);
    this.tabs.bringToFront(kind);
    return this.own[kind].refresh();
  }

  /** Shows one page, its element or its name, and hides the others. */
  showPage(shown) {
    this.page = typeof shown === "string" ? shown : "tab";
    for (const element of document.getElementById("pages").children) {
      element.hidden = element !== shown && element.dataset.page !== shown;
    }
    for (const button of document.querySelectorAll("#rail button")) {
      button.classList.toggle("front", button.dataset.page === shown);
    }
    if (this.nav_bar) this.pane(this.nav_bar, shown === "nav_bar");
  }

  showNavBar() {
    this.preload("nav_bar");
    this.tabs.bringToFront("nav_bar");
  }

  /** Loads a pane that is not shown yet. */
  preload(place) {
    this[place].mount(place === "nav_bar" ? this.navPage : this.popover);
  }

  popoverShown() {
    return this.popover.classList.contains("shown");
  }

  showPopover(shown) {
    if (shown) this.preload("top_bar");
    this.popover.classList.toggle("shown", shown);
    document.getElementById("top_bar_icon").setAttribute("aria-expanded", shown);
    this.pane(this.top_bar, shown);
  }

  /** app.activated the first time a pane is opened, pane.activated after that. */
  pane(instance, shown) {
    if (Boolean(instance.shown) === shown) return;
    instance.shown = shown;
    if (!instance.active) this.host.setActive(instance, shown);
    else this.host.emit(instance, shown ? "pane.activated" : "pane.deactivated");
  }

  resize(instance, size = {}) {
    if (instance.location === "top_bar") this.size(size);
    else if (size.height) instance.frame.style.height = css(size.height);
  }

  size({ width, height }) {
    if (width) this.popover.style.width = css(width);
    if (height) this.popover.style.height = css(height);
  }

  setIconSymbol(name) {
    drawSymbol(document.getElementById("top_bar_icon"), name);
  }

  /** An agent clicked a number: Zendesk tells the app if the account has Talk Partner Edition. */
  dialout(number, { userId = null, ticketId = null } = {}) {
    const agentId = this.config.agent.id;
    this.host.broadcast("voice.dialout", { number, userId, ticketId, agentId });
  }

  colorScheme() {
    return this.scheme;
  }

  switchColors() {
    this.scheme = this.scheme === "light" ? "dark" : "light";
    document.documentElement.dataset.scheme = this.scheme;
    this.host.broadcast("colorScheme.changed", this.scheme);
  }

  /** "Reload all apps" of Zendesk's menu: every copy goes, and new ones come where the agent is. */
  reloadApps() {
    if (this.popoverShown()) this.showPopover(false);
    if (this.page === "nav_bar") this.routeTo("home");
    for (const instance of [...this.host.instances.values()]) this.host.remove(instance);
    this.installApp();
    this.tabs.reloadApps();
  }
}

function css(length) {
  return typeof length === "number" ? `${length}px` : length;
}

const config = await fetched(`/config.json${location.search}`);
window.workspace = new Workspace(config);
window.workspace.start();
