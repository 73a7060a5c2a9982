// One phone: whose it is, its chat, and what its owner can do. It redraws only what changed.

import { canHoldFocus } from "./build.js";
import { Composer } from "./composer.js";
import { post } from "./control.js";
import { ChatLog } from "./log.js";
import { Menu } from "./menu.js";
import { wordsFor } from "./tongues.js";

const ROLES = { family: "Family", coach: "Coach", lead: "Project lead" };

export class Phone {
  /** `username` is the bot's; `announce(words)` reads new messages out. */
  constructor(person, username, announce) {
    this.id = person.id;
    this.username = username;
    this.element = document.querySelector("#phone").content.firstElementChild.cloneNode(true);
    this.element.id = `phone-${person.id}`;
    this.element.classList.add(person.role);
    const part = (selector) => this.element.querySelector(selector);
    this.log = new ChatLog(this.element, {
      language: person.language,
      press: (id, data) => this.act("press", { message_id: id, data }),
      announce: (words) => announce(`${person.name}: ${words}`),
    });
    this.welcome = part(".welcome");
    this.welcomeWords = part(".welcome-words");
    this.typing = part(".typing");
    this.role = part(".role");
    this.#name(person, part);
    this.composer = new Composer(this.element, (doing, body) => this.act(doing, body));
    this.more = new Menu(part(".who"), "more");
    this.log.element.addEventListener("click", (event) => this.#openBotLink(event));
  }

  /** Draws the person's newest state. Gives how many messages are new or changed since the last one. */
  update(person, bot, isFirst = false) {
    const held = this.element.contains(document.activeElement) ? document.activeElement : null;
    const fresh = this.log.draw(person.messages, isFirst);
    this.welcomeWords.textContent = person.description || bot.description || bot.short_description;
    this.welcome.hidden = person.messages.length > 0 || !this.welcomeWords.textContent;
    this.typing.hidden = !person.typing;
    this.role.hidden = person.typing;
    this.element.classList.toggle("is-blocked", person.blocked);
    this.composer.update(person);
    this.#offerMore(person);
    this.log.showToast(person.toast, isFirst);
    this.log.stayAtEnd();
    this.log.keepFocus(held, this.composer.unblock, this.composer.start);
    return fresh.length;
  }

  /** Posts something this person does; a failure is shown on the phone and gives false. */
  async act(doing, body = {}) {
    try {
      await post(`people/${this.id}/${doing}`, body);
      return true;
    } catch {
      this.log.sayBriefly("Not sent, please try again. · Nicht gesendet, bitte noch einmal.");
      return false;
    }
  }

  scrollToEnd() {
    this.log.scrollToEnd();
  }

  /** Brings the phone into sight and puts the focus where its owner would begin. */
  enter() {
    this.element.scrollIntoView({ inline: "nearest", block: "nearest" });
    const begin = [this.composer.start, this.composer.unblock, this.composer.field].find(canHoldFocus);
    begin?.focus({ preventScroll: true });
  }

  #name(person, part) {
    this.name = person.name;
    part(".welcome-title").textContent = wordsFor(person.language).question;
    this.element.setAttribute("aria-label", `${person.name}, ${ROLES[person.role] ?? person.role}`);
    this.log.element.setAttribute("aria-label", `Chat of ${person.name}`);
    part(".avatar").textContent = [...person.name.trim()][0] ?? "?";
    part("h2").textContent = person.name;
    this.role.textContent = [ROLES[person.role] ?? person.role, languageName(person.language)].filter(Boolean).join(" · ");
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

  #offerMore(person) {
    const block = { words: "Block the bot", below: "Bot blockieren", does: () => this.act("block") };
    const unblock = { words: "Unblock the bot", below: "Bot wieder zulassen", does: () => this.act("unblock") };
    const again = { words: "Open the bot again", below: "Bot neu öffnen: /start", does: () => this.act("start", { payload: "" }) };
    this.more.fill(person.blocked ? [unblock] : [again, block]);
  }
}

function languageName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}
