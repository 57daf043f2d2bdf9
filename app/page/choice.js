/** One yes or no that the agent chooses on the Help page, for this browser and for every page of the app. */

export class Choice {
  #name;
  #usual;

  /** @param {string} name in localStorage @param {boolean} usual what holds until the agent has chosen */
  constructor(name, usual) {
    this.#name = `deskline:${name}`;
    this.#usual = usual ? "on" : "off";
  }

  /** Whether the agent wants it. */
  get on() {
    return (localStorage.getItem(this.#name) ?? this.#usual) === "on";
  }

  /** Lets a checkbox change it, where the page has one; `changed` is told each time. */
  offer(checkbox, changed = () => undefined) {
    const box = document.querySelector(checkbox);
    if (!box) return;
    box.checked = this.on;
    box.addEventListener("change", () => {
      localStorage.setItem(this.#name, box.checked ? "on" : "off");
      changed();
    });
  }
}
