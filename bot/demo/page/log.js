// The chat on a phone: messages under their days, the way back to the newest, short answers, and where the focus stays.

import { Bubble } from "./bubble.js";
import { canHoldFocus, keepInOrder, make } from "./build.js";
import { safeNodes } from "./safe.js";
import { dayKey, dayOf } from "./times.js";

const TOAST_MS = 4000;
const NEAR_END_PX = 60;

export class ChatLog {
  #bubbles = new Map();
  #days = new Map();
  #atEnd = true;
  #unseen = 0;
  #toast = null;
  #toastTimer = 0;
  #awaitsKeys = false;

  /** `press(messageId, payload)` is awaited; `announce(words)` reads a new message out. Days are told in `language`. */
  constructor(root, { language, press, announce }) {
    this.language = language;
    this.press = press;
    this.announce = announce;
    this.element = root.querySelector(".log");
    this.messages = root.querySelector(".messages");
    this.toEnd = root.querySelector(".to-end");
    this.toastPlace = root.querySelector(".toast");
    this.#listen();
  }

  /** Draws the messages, oldest first. Gives those that are new or changed; on a first drawing none is. */
  draw(messages, isFirst) {
    const fresh = [];
    const wanted = [];
    const kept = new Map();
    let day = "";
    for (const message of messages) {
      const at = new Date(message.date);
      if (day !== (day = dayKey(at))) wanted.push(this.#dayLine(day, at));
      const before = this.#bubbles.get(message.id);
      const bubble = before ?? new Bubble(message, this.press);
      const changed = before ? before.update(message) : true;
      if (changed && !isFirst) this.#notice(bubble, fresh, !before);
      kept.set(message.id, bubble);
      wanted.push(bubble.element);
    }
    this.#bubbles = kept;
    keepInOrder(this.messages, wanted);
    if (!this.#atEnd) this.#countUnseen(this.#unseen + fresh.length);
    return fresh;
  }

  /** Forgets what is drawn: the next drawing begins anew, at its end. */
  clear() {
    this.#bubbles.clear();
    this.messages.replaceChildren();
    this.scrollToEnd();
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.#atEnd = true;
    this.#countUnseen(0);
  }

  /** The same, unless somebody reads further up. */
  stayAtEnd() {
    if (this.#atEnd) this.scrollToEnd();
  }

  /** Shows a press's answer once. */
  showToast(toast, isFirst) {
    if (toast?.id === this.#toast) return;
    this.#toast = toast?.id;
    if (toast && !isFirst) this.sayBriefly(toast.text);
  }

  sayBriefly(words) {
    this.toastPlace.textContent = words;
    this.toastPlace.classList.add("shown");
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => this.toastPlace.classList.remove("shown"), TOAST_MS);
  }

  /** What held the focus may be gone: then `firsts` or the newest keys take it, or the chat until there are keys. */
  keepFocus(held, ...firsts) {
    const waits = this.#awaitsKeys && document.activeElement === this.element;
    if (!held || (canHoldFocus(held) && !waits)) {
      this.#awaitsKeys &&= waits;
      return;
    }
    const newest = [...this.#bubbles.values()].reverse().find((bubble) => bubble.firstButton());
    const next = [...firsts, newest?.firstButton()].find(canHoldFocus);
    (next ?? this.element).focus({ preventScroll: true });
    this.#awaitsKeys = !next;
  }

  #listen() {
    this.element.addEventListener("scroll", () => {
      const left = this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight;
      this.#atEnd = left < NEAR_END_PX;
      if (this.#atEnd) this.#countUnseen(0);
      this.toEnd.hidden = this.#atEnd;
    }, { passive: true });
    this.toEnd.addEventListener("click", () => {
      this.scrollToEnd();
      this.element.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.stayAtEnd()).observe(this.element);
  }

  #notice(bubble, fresh, isNew) {
    if (isNew) bubble.element.classList.add("arriving");
    if (bubble.message.from === "me") {
      this.#atEnd ||= isNew;
      return;
    }
    fresh.push(bubble);
    this.announce(safeNodes(bubble.message.html).textContent);
  }

  #dayLine(day, at) {
    if (!this.#days.has(day)) this.#days.set(day, make("p", "day", dayOf(at, this.language)));
    return this.#days.get(day);
  }

  #countUnseen(count) {
    this.#unseen = count;
    this.toEnd.querySelector(".count").textContent = count || "";
  }
}
