// The foot of a phone: text field, command and attach menus, reply keyboard, START and unblock.

import { make } from "./build.js";
import { Field } from "./field.js";
import { Menu } from "./menu.js";
import { wordsFor } from "./tongues.js";

const KINDS = [
  ["sticker", "Sticker", "Sticker"],
  ["photo", "Photo", "Foto"],
  ["voice", "Voice message", "Sprachnachricht"],
  ["location", "Place", "Standort"],
  ["document", "Document", "Dokument"],
];

export class Composer {
  #keyboard = "null";

  /** `act(doing, body)` posts for this phone and gives whether it went through. */
  constructor(root, act) {
    this.act = act;
    this.form = root.querySelector(".composer");
    this.typed = new Field(this.form, (text) => this.#send(text));
    this.field = this.typed.element;
    this.start = root.querySelector("[data-do=start]");
    this.unblock = root.querySelector("[data-do=unblock]");
    this.keys = root.querySelector(".reply-keyboard");
    this.commands = new Menu(this.form, "commands", () => this.commands.narrow(""));
    this.attach = new Menu(this.form, "attach");
    this.attach.fill(KINDS.map(([kind, words, below]) => ({ words, below, does: () => act("media", { kind }) })));
    this.#listen();
  }

  /** Shows what this person can do now. The text field itself is never redrawn. */
  update(person) {
    const isNew = !person.blocked && person.messages.length === 0;
    this.unblock.hidden = !person.blocked;
    this.start.hidden = !isNew;
    this.form.hidden = person.blocked || isNew;
    const words = wordsFor(person.language);
    this.field.placeholder = words.message;
    this.start.querySelector("small").textContent = words.start;
    this.field.setAttribute("aria-label", `Message of ${person.name} · Nachricht`);
    this.commands.opener.hidden = person.commands.length === 0;
    this.commands.fill(person.commands.map(({ command, description }) => ({
      words: `/${command.replace(/^\//, "")}`,
      below: description,
      does: () => this.#sayCommand(command),
    })));
    this.#drawKeyboard(this.form.hidden ? null : person.reply_keyboard);
  }

  #listen() {
    this.start.addEventListener("click", () => this.act("start", { payload: "" }));
    this.unblock.addEventListener("click", () => this.act("unblock"));
    this.field.addEventListener("input", () => this.#offerCommands());
    this.field.addEventListener("keydown", (event) => this.#readKey(event));
  }

  #readKey(event) {
    if (event.key === "Escape") {
      this.commands.close();
    } else if (this.commands.isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const rows = this.commands.panel.querySelectorAll("button:not([hidden])");
      rows[event.key === "ArrowDown" ? 0 : rows.length - 1]?.focus();
    }
  }

  #send(text) {
    this.commands.close();
    return this.act("text", { text });
  }

  #sayCommand(command) {
    if (this.field.value.startsWith("/")) this.typed.put("");
    this.field.focus({ preventScroll: true });
    this.act("text", { text: `/${command.replace(/^\//, "")}` });
  }

  #offerCommands() {
    const beginsOne = /^\/\w*$/.test(this.field.value) && !this.commands.opener.hidden;
    if (beginsOne && this.commands.narrow(this.field.value)) this.commands.open();
    else this.commands.close();
  }

  #drawKeyboard(rows) {
    const drawn = JSON.stringify(rows);
    if (drawn === this.#keyboard) return;
    this.#keyboard = drawn;
    this.keys.hidden = !rows;
    this.keys.replaceChildren(...(rows ?? []).map((row) => {
      const line = make("div", "row");
      line.append(...row.map((key) => this.#key(key)));
      return line;
    }));
  }

  #key({ text, request_contact: sharesNumber }) {
    const key = make("button", "key", text);
    key.type = "button";
    key.dir = "auto";
    key.addEventListener("click", () =>
      sharesNumber ? this.act("contact", { own: true, phone: null }) : this.act("text", { text }),
    );
    return key;
  }
}
