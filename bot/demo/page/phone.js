// One phone: whose it is, its chat, and what its owner can do. It redraws only what changed.

import { Bubble } from "./bubble.js";
import { canHoldFocus, keepInOrder, make } from "./build.js";
import { Composer } from "./composer.js";
import { post } from "./control.js";
import { Menu } from "./menu.js";
import { safeNodes } from "./safe.js";
import { dayKey, dayOf } from "./times.js";
import { wordsFor } from "./tongues.js";

const ROLES = { family: "Family", coach: "Coach", lead: "Project lead" };
const TOAST_MS = 4000;
const NEAR_END_PX = 60;

export class Phone {
  #bubbles = new Map();
  #days = new Map();
  #atEnd = true;
  #unseen = 0;
  #toast = null;
  #toastTimer = 0;
  #awaitsKeys = false;

  /** `username` is the bot's; `announce(words)` reads new messages out. */
  constructor(person, username, announce) {
    this.id = person.id;
    this.announce = announce;
    this.username = username;
    this.element = document.querySelector("#phone").content.firstElementChild.cloneNode(true);
    this.element.id = `phone-${person.id}`;
    this.element.classList.add(person.role);
    const part = (selector) => this.element.querySelector(selector);
    this.log = part(".log");
    this.messages = part(".messages");
    this.toEnd = part(".to-end");
    this.toastPlace = part(".toast");
    this.welcome = part(".welcome");
    this.welcomeWords = part(".welcome-words");
    this.typing = part(".typing");
    this.role = part(".role");
    this.#name(person, part);
    this.composer = new Composer(this.element, (doing, body) => this.act(doing, body));
    this.more = new Menu(part(".who"), "more");
    this.#listen();
  }

  /** Draws the person's newest state. Gives how many messages are new or changed since the last one. */
  update(person, bot, isFirst = false) {
    const held = this.element.contains(document.activeElement) ? document.activeElement : null;
    const fresh = this.#drawMessages(person.messages, isFirst);
    this.welcomeWords.textContent = person.description || bot.description || bot.short_description;
    this.welcome.hidden = person.messages.length > 0 || !this.welcomeWords.textContent;
    this.typing.hidden = !person.typing;
    this.role.hidden = person.typing;
    this.element.classList.toggle("is-blocked", person.blocked);
    this.composer.update(person);
    this.#offerMore(person);
    this.#showToast(person.toast, isFirst);
    if (this.#atEnd) this.scrollToEnd();
    this.#keepFocus(held);
    return fresh.length;
  }

  /** Posts something this person does; a failure is shown on the phone and gives false. */
  async act(doing, body = {}) {
    try {
      await post(`people/${this.id}/${doing}`, body);
      return true;
    } catch {
      this.#toastWords("Not sent, please try again. · Nicht gesendet, bitte noch einmal.");
      return false;
    }
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.#atEnd = true;
    this.#countUnseen(0);
  }

  /** Brings the phone into sight and puts the focus where its owner would begin. */
  enter() {
    this.element.scrollIntoView({ inline: "nearest", block: "nearest" });
    const begin = [this.composer.start, this.composer.unblock, this.composer.field].find(canHoldFocus);
    begin?.focus({ preventScroll: true });
  }

  #name(person, part) {
    this.name = person.name;
    this.language = person.language;
    part(".welcome-title").textContent = wordsFor(person.language).question;
    this.element.setAttribute("aria-label", `${person.name}, ${ROLES[person.role] ?? person.role}`);
    this.log.setAttribute("aria-label", `Chat of ${person.name}`);
    part(".avatar").textContent = [...person.name.trim()][0] ?? "?";
    part("h2").textContent = person.name;
    this.role.textContent = [ROLES[person.role] ?? person.role, languageName(person.language)].filter(Boolean).join(" · ");
  }

  #listen() {
    this.log.addEventListener("scroll", () => {
      const left = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
      this.#atEnd = left < NEAR_END_PX;
      if (this.#atEnd) this.#countUnseen(0);
      this.toEnd.hidden = this.#atEnd;
    }, { passive: true });
    this.toEnd.addEventListener("click", () => {
      this.scrollToEnd();
      this.log.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.#atEnd && this.scrollToEnd()).observe(this.log);
    this.log.addEventListener("click", (event) => this.#openBotLink(event));
  }

  // A link to the bot itself opens in this very phone, as it would in Telegram.
  #openBotLink(event) {
    const link = event.target.closest("a[href^='https://t.me/']");
    if (!link) return;
    const url = new URL(link.href);
    if (url.pathname.slice(1).toLowerCase() !== this.username.toLowerCase()) return;
    event.preventDefault();
    this.act("start", { payload: url.searchParams.get("start") ?? "" });
  }

  #drawMessages(messages, isFirst) {
    const fresh = [];
    const wanted = [];
    const kept = new Map();
    let day = "";
    for (const message of messages) {
      const at = new Date(message.date);
      if (day !== (day = dayKey(at))) wanted.push(this.#dayLine(day, at));
      const before = this.#bubbles.get(message.id);
      const bubble = before ?? new Bubble(message, (id, data) => this.act("press", { message_id: id, data }));
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

  #notice(bubble, fresh, isNew) {
    if (isNew) bubble.element.classList.add("arriving");
    if (bubble.message.from === "me") {
      this.#atEnd ||= isNew;
      return;
    }
    fresh.push(bubble);
    this.announce(`${this.name}: ${safeNodes(bubble.message.html).textContent}`);
  }

  #dayLine(day, at) {
    if (!this.#days.has(day)) this.#days.set(day, make("p", "day", dayOf(at, this.language)));
    return this.#days.get(day);
  }

  #countUnseen(count) {
    this.#unseen = count;
    this.toEnd.querySelector(".count").textContent = count || "";
  }

  #offerMore(person) {
    const block = { words: "Block the bot", below: "Bot blockieren", does: () => this.act("block") };
    const unblock = { words: "Unblock the bot", below: "Bot wieder zulassen", does: () => this.act("unblock") };
    const again = { words: "Open the bot again", below: "Bot neu öffnen: /start", does: () => this.act("start", { payload: "" }) };
    this.more.fill(person.blocked ? [unblock] : [again, block]);
  }

  #showToast(toast, isFirst) {
    if (toast?.id === this.#toast) return;
    this.#toast = toast?.id;
    if (toast && !isFirst) this.#toastWords(toast.text);
  }

  #toastWords(words) {
    this.toastPlace.textContent = words;
    this.toastPlace.classList.add("shown");
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => this.toastPlace.classList.remove("shown"), TOAST_MS);
  }

  // What held the focus may be gone with its message: then the newest keys take it, or the chat until they come.
  #keepFocus(held) {
    const waits = this.#awaitsKeys && document.activeElement === this.log;
    if (!held || (canHoldFocus(held) && !waits)) {
      this.#awaitsKeys &&= waits;
      return;
    }
    const newest = [...this.#bubbles.values()].reverse().find((bubble) => bubble.firstButton());
    const next = [this.composer.unblock, this.composer.start, newest?.firstButton()].find(canHoldFocus);
    (next ?? this.log).focus({ preventScroll: true });
    this.#awaitsKeys = !next;
  }
}

function languageName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}
