// One message as a bubble: how words, time, file and buttons are drawn, and redrawn where they changed.

import { keepInOrder, make, picture } from "./build.js";
import { safeNodes } from "./safe.js";
import { clockOf } from "./times.js";

const LINK_CODE = /^\/start \S+$/;
const STYLES = new Set(["primary", "success", "danger"]);

export class Bubble {
  #drawn = {};
  #buttons = new Map();
  #onPress;

  /** `onPress(messageId, payload)` is awaited; meanwhile the button shows that it waits. */
  constructor(message, onPress) {
    this.#onPress = onPress;
    this.element = make("article", `message from-${message.from === "me" || message.from === "bot" ? message.from : "service"}`);
    this.element.dataset.id = message.id;
    this.body = make("div", "bubble");
    this.author = make("p", "author");
    this.author.dir = "auto";
    this.file = make("div", "file-place");
    this.words = make("div", "words");
    this.words.dir = "auto";
    this.meta = make("span", "meta");
    this.rows = make("div", "rows");
    this.body.append(this.author, this.file, this.words);
    this.element.append(this.body, this.rows);
    this.update(message);
  }

  /** Redraws what changed. Gives whether anything did. */
  update(message) {
    this.message = message;
    const changes = [
      this.#changed("author", message.author, () => this.#drawAuthor(message.author)),
      this.#changed("words", [message.html, message.date, showsEdit(message)], () => this.#drawWords(message)),
      this.#changed("file", message.file, () => this.#drawFile(message.file)),
      this.#changed("rows", message.rows, () => this.#drawRows(message.rows)),
    ];
    return changes.includes(true);
  }

  /** The first button under the bubble, or null. */
  firstButton() {
    return this.rows.querySelector("button");
  }

  #changed(part, value, draw) {
    const now = JSON.stringify(value ?? null);
    if (this.#drawn[part] === now) return false;
    this.#drawn[part] = now;
    draw();
    return true;
  }

  #drawWords(message) {
    const { html, date, from } = message;
    const at = make("time", "", clockOf(new Date(date)));
    at.dateTime = date;
    // Its own direction, so that "edited" does not decide which way a wordless message runs.
    const line = make("span");
    line.dir = "ltr";
    line.append(...(showsEdit(message) ? ["edited "] : []), at, ...(from === "me" ? [picture("ticks")] : []));
    this.meta.replaceChildren(line);
    // Telegram keeps the code of a link to itself: the chat shows the bare command.
    this.words.replaceChildren(safeNodes(from === "me" ? html.replace(LINK_CODE, "/start") : html));
    if (from !== "service") this.words.append(this.meta);
  }

  #drawAuthor(name) {
    this.author.textContent = name;
    this.author.hidden = !name;
  }

  #drawFile(file) {
    const isSticker = file?.name === "sticker.webp";
    this.element.classList.toggle("sticker", isSticker);
    this.file.replaceChildren(...(file && !isSticker ? [fileLink(file)] : []));
  }

  #drawRows(rows) {
    const focused = document.activeElement;
    const seen = new Map();
    const kept = new Map();
    const lines = rows.map((row, place) => {
      const line = this.rows.children[place] ?? make("div", "row");
      return { line, buttons: row.map((button) => this.#button(button, seen, kept)) };
    });
    keepInOrder(this.rows, lines.map(({ line }) => line));
    for (const { line, buttons } of lines) keepInOrder(line, buttons);
    this.#buttons = kept;
    this.element.classList.toggle("has-rows", rows.length > 0);
    if (focused !== document.activeElement && this.rows.contains(focused)) focused.focus({ preventScroll: true });
  }

  // The same payload keeps its element from one drawing to the next, so a picker's + stays under the finger.
  #button({ text, data, style }, seen, kept) {
    const nth = seen.get(data) ?? 0;
    seen.set(data, nth + 1);
    const key = `${nth} ${data}`;
    const button = this.#buttons.get(key) ?? this.#newButton(data);
    kept.set(key, button);
    button.className = STYLES.has(style) ? `key ${style}` : "key";
    if (button.textContent !== text) button.textContent = text;
    return button;
  }

  #newButton(data) {
    const button = make("button");
    button.type = "button";
    button.dir = "auto";
    button.addEventListener("click", async () => {
      if (button.ariaBusy === "true") return;
      button.ariaBusy = "true";
      await this.#onPress(this.message.id, data);
      button.ariaBusy = null;
    });
    return button;
  }
}

// As Telegram does: a message with keys under it changes all the time, and is not called edited.
function showsEdit({ edited, rows }) {
  return edited && rows.length === 0;
}

function fileLink({ name, size, url }) {
  const here = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
  const link = make(here ? "a" : "div", "file");
  if (here) {
    link.href = url;
    link.download = name;
  }
  const words = make("span", "file-words");
  words.append(make("span", "file-name", name), make("span", "file-size", sizeWords(size)));
  const badge = make("span", "file-badge");
  badge.append(picture("paper"));
  link.append(badge, words);
  return link;
}

function sizeWords(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}
