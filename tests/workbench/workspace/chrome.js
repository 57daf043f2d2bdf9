/** The workspace around the pages: the rail, the bar's tools, toasts, the top bar's pop-over and the workbench drawer. */

import { avatar, h, icon } from "./dom.js";

const LINGER = 6000;

/** Shows a message of the app in the corner, until it is closed or has been there long enough; a test may keep them all. */
export function toast(text, kind, { sticky = false } = {}) {
  const close = h("button.close", { "aria-label": "Close", click: () => box.remove() }, icon("close", 12));
  const role = kind === "notice" ? "status" : "alert";
  const box = h(`div.toast.${kind}`, { role }, h("p", {}, text), close);
  document.getElementById("toasts").append(box);
  if (window.workbenchKeepsToasts) box.style.pointerEvents = "none"; // they pile up over what is to be clicked
  else if (!sticky) setTimeout(() => box.remove(), LINGER);
}

/** The rail at the left: the workspace's own pages, and the app's page if it has one. */
export function buildRail(workspace) {
  const rail = document.getElementById("rail");
  const go = (page, label, picture) => h("button", {
    "data-page": page, title: label, "aria-label": label, click: () => workspace.routeTo(page),
  }, picture);
  rail.append(
    h("span.mark", { title: workspace.config.account.brand }, h("img", { src: "/static/favicon.svg", alt: "" })),
    go("home", "Home", icon("home", 20)), go("views", "Tickets", icon("views", 20)),
    go("people", "Customers", icon("people", 20)),
  );
  if (workspace.config.locations.nav_bar) {
    rail.append(go("nav_bar", workspace.config.app.name, appIcon(workspace, "nav_bar")));
  }
}

/** The tools at the right of the bar: the app's icon, colours, who is signed in. */
export function buildTools(workspace) {
  const tools = document.getElementById("tools");
  const { agent, app, locations } = workspace.config;
  if (locations.top_bar) {
    tools.append(h("button.app", {
      id: "top_bar_icon", title: app.name, "aria-label": app.name, "aria-expanded": "false",
      click: () => workspace.showPopover(!workspace.popoverShown()),
    }, appIcon(workspace, "top_bar")));
  }
  tools.append(
    h("button", { title: "Reload all apps", "aria-label": "Reload all apps", click: () => workspace.reloadApps() },
      icon("reload")),
    h("button", { title: "Light or dark", "aria-label": "Light or dark", click: () => workspace.switchColors() },
      icon("moon")),
    h("span.me", { title: `${agent.name} (${agent.role})` }, avatar(agent)),
  );
}

/** The app's own icon for a place, put into the page so that it takes the workspace's colour, as Zendesk does. */
function appIcon({ config }, location) {
  if (!config.icons.includes(`assets/icon_${location}.svg`)) return icon("phone", 20);
  const picture = h("span.appicon", { "aria-hidden": "true" });
  fetch(`/workbench/icons/icon_${location}.svg`).then((answer) => answer.text()).then((svg) => {
    picture.innerHTML = svg;
  });
  return picture;
}

/** Draws the symbol that the app has chosen for its icon; without one of that name the icon stays as it is. */
export function drawSymbol(button, name) {
  button.dataset.symbol = name;
  const symbol = button.querySelector(`symbol[id="${CSS.escape(name)}"]`);
  const shape = button.querySelector(".appicon svg > g");
  if (symbol && shape) shape.innerHTML = symbol.innerHTML;
}

/** The workbench's own drawer at the right edge: the control panel of the pretend phone system. */
export function buildDrawer({ config }) {
  const drawer = document.getElementById("drawer");
  if (!config.control) return;
  const folded = localStorage.getItem("workbench:folded") === "yes";
  const fold = () => {
    const now = drawer.classList.toggle("folded");
    localStorage.setItem("workbench:folded", now ? "yes" : "no");
  };
  const frame = h("iframe", { src: config.control, title: "Workbench control panel", allow: "clipboard-write" });
  drawer.append(
    h("button.fold", { click: fold, title: "Fold or unfold", "aria-label": "Fold or unfold the workbench" },
      icon("fold"), h("span", {}, "Workbench"), h("small", {}, "not part of Zendesk")),
    frame,
  );
  drawer.classList.toggle("folded", folded);
  drawer.hidden = false;
}
