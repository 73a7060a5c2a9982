// A small menu that a button opens: closed by Escape, a choice, or a touch elsewhere; walked with the arrow keys.

import { make } from "./build.js";

export class Menu {
  #choices = "";

  /** Finds `[data-opens=name]` and `[data-menu=name]` in `root`. `beforeOpening` may fill the menu. */
  constructor(root, name, beforeOpening = () => {}) {
    this.opener = root.querySelector(`[data-opens=${name}]`);
    this.panel = root.querySelector(`[data-menu=${name}]`);
    this.opener.ariaExpanded = "false";
    this.opener.addEventListener("click", () => {
      if (this.isOpen) return this.close();
      beforeOpening();
      this.open();
      this.panel.querySelector("button:not([hidden])")?.focus({ preventScroll: true });
    });
    this.panel.addEventListener("keydown", (event) => this.#walk(event));
    this.panel.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !root.contains(event.relatedTarget)) this.close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.panel.contains(event.target) && !this.opener.contains(event.target)) this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Offers these choices: `{words, below, does}`. Redrawn only if their words changed. */
  fill(choices) {
    const drawn = JSON.stringify(choices.map(({ words, below }) => [words, below]));
    if (drawn === this.#choices) return;
    this.#choices = drawn;
    this.panel.replaceChildren(...choices.map((choice) => this.#row(choice)));
  }

  open() {
    this.panel.hidden = false;
    this.opener.ariaExpanded = "true";
  }

  close() {
    if (!this.isOpen) return;
    const held = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    this.opener.ariaExpanded = "false";
    if (held) this.opener.focus({ preventScroll: true });
  }

  /** Leaves only choices whose words begin so; gives whether any is left. */
  narrow(beginning) {
    const rows = [...this.panel.querySelectorAll("button")];
    for (const row of rows) row.hidden = !row.dataset.words.startsWith(beginning.toLowerCase());
    return rows.some((row) => !row.hidden);
  }

  #row({ words, below, does }) {
    const row = make("button", "choice");
    row.type = "button";
    row.dataset.words = words.toLowerCase();
    row.append(make("span", "", words));
    const subtitle = make("small", "", below);
    subtitle.dir = "auto";
    row.append(subtitle);
    row.addEventListener("click", () => {
      this.close();
      does();
    });
    return row;
  }

  #walk(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      return;
    }
    const rows = [...this.panel.querySelectorAll("button:not([hidden])")];
    const place = rows.indexOf(document.activeElement);
    const steps = { ArrowDown: place + 1, ArrowUp: place - 1 + rows.length, Home: 0, End: rows.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    rows[steps[event.key] % rows.length].focus();
  }
}
