/** The engine's state on the page: that it starts, that it runs, or that it has failed and why. */
import { failures } from "../engine/failures.js";
import { hideProblem, showProblem } from "./elements.js";
import { icon, orders } from "./zaf.js";

const { place, version } = document.body.dataset;

/** Follows the engine's state, as reported by attach. */
export class EngineStatus {
  hosting = false; // whether this page has started an engine
  greet = () => undefined; // introduces the page to a new engine
  #page;

  /**
   * @param {object} page
   * @param {object} page.client Zendesk's
   * @param {string} page.key whose engine it is
   * @param {string} page.locale the agent's
   * @param {Promise<(key: string) => string>} page.filled the texts, once they stand in the page
   * @param {import("./alarm.js").Alarm} page.ringing
   */
  constructor(page) {
    this.#page = page;
  }

  /** An engine starts. */
  starting() {
    this.#page.ringing.engine(false);
  }

  /** An engine runs. */
  ready() {
    this.greet();
    this.#page.ringing.engine(true);
    if (document.body.dataset.engine === "failed") {
      mark(this.#page.client, "default");
      hideProblem();
    }
    document.body.dataset.engine = "ready";
  }

  /** There is no engine, for this reason. */
  async failed(reason) {
    const { client, filled, ringing } = this.#page;
    ringing.engine(false);
    mark(client, "trouble");
    const say = await filled;
    const text = say(`page.${reason}`);
    document.body.dataset.engine = "failed";
    showProblem(text, { copies: this.#details(reason), done: say("page.copied"), name: say("diary.copy") });
    if (this.hosting) orders.notify(client, { text, level: "error", sticky: false });
  }

  /** Details for support, as text. */
  #details(reason) {
    const { key, locale } = this.#page;
    const known = { version, locale, browser: navigator.userAgent, reason, failures: failures(key) };
    return JSON.stringify(known, null, 1);
  }
}

/** Says that nothing works if the browser may not store anything. */
export async function refuse(client, texts) {
  mark(client, "trouble");
  const say = await texts;
  showProblem(say("page.storage"));
}

/** Marks the top bar's icon. */
function mark(client, symbol) {
  if (place === "top_bar") icon(client, symbol);
}
