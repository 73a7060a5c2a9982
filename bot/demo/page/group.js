// The team's group as one more phone: its topics, what is said in the open one, and whoever of the team writes there.

import { keepInOrder, make, picture } from "./build.js";
import { post } from "./control.js";
import { Field } from "./field.js";
import { ChatLog } from "./log.js";
import { Menu } from "./menu.js";

const GENERAL = { thread: null, name: "General", closed: false };
const NOTES = {
  forum_topic_created: "Topic opened · Thema eröffnet",
  forum_topic_closed: "Topic closed · Thema geschlossen",
  forum_topic_reopened: "Topic reopened · Thema wieder offen",
  forum_topic_edited: "Topic renamed · Thema umbenannt",
};

export class GroupPhone {
  #open = null;
  #seen = new Set();
  #unread = new Map();
  #tabs = new Map();

  /** `announce(words)` reads new messages of the open topic out. */
  constructor(group, announce) {
    this.id = group.id;
    this.name = group.title;
    this.element = document.querySelector("#group").content.firstElementChild.cloneNode(true);
    this.element.id = `phone-${group.id}`;
    const part = (selector) => this.element.querySelector(selector);
    this.element.setAttribute("aria-label", `${group.title}, group`);
    part(".avatar").textContent = [...group.title][0];
    part("h2").textContent = group.title;
    this.topics = part(".topics");
    this.welcome = part(".welcome");
    this.role = part(".role");
    this.log = new ChatLog(this.element, {
      language: "en",
      press: (id, data) => this.#act("press", { message_id: id, data }),
      announce: (words) => announce(`${group.title}: ${words}`),
    });
    this.log.element.setAttribute("aria-label", `Chat of ${group.title}`);
    this.writer = part("select");
    this.writer.addEventListener("change", () => this.#redraw());
    this.field = new Field(part(".composer"), (text) => this.#act("text", { text, thread: this.#open })).element;
    this.more = new Menu(part(".who"), "more");
  }

  /** Draws the group's newest state. Gives how many messages of the bot are new. */
  update(group, bot, isFirst = false) {
    const held = this.element.contains(document.activeElement) ? document.activeElement : null;
    this.group = group;
    if (!this.#topicNow()) this.#goTo(null);
    this.#offerWriters(group.members);
    const fresh = this.#countNew(group.messages, isFirst);
    this.log.draw(this.#messagesHere(), isFirst);
    this.#drawTopics();
    this.#tellRole(group);
    this.#offerMore(group);
    this.welcome.hidden = group.messages.length > 0;
    this.log.showToast(group.toast, isFirst);
    this.log.stayAtEnd();
    this.log.keepFocus(held, this.field);
    return fresh;
  }

  scrollToEnd() {
    this.log.scrollToEnd();
  }

  /** Brings the group into sight, ready to be written in. */
  enter() {
    this.element.scrollIntoView({ inline: "nearest", block: "nearest" });
    this.field.focus({ preventScroll: true });
  }

  async #act(doing, body = {}) {
    try {
      await post(`groups/${this.id}/${doing}`, { person: this.#writerId, ...body });
      return true;
    } catch {
      this.log.sayBriefly("Not done, please try again. · Nicht ausgeführt, bitte noch einmal.");
      return false;
    }
  }

  get #writerId() {
    return Number(this.writer.value);
  }

  #topicNow() {
    return [GENERAL, ...this.group.topics].find(({ thread }) => thread === this.#open);
  }

  #goTo(thread) {
    this.#open = thread;
    this.#unread.delete(thread);
    this.log.clear();
  }

  #redraw() {
    this.log.clear();
    this.log.draw(this.#messagesHere(), true);
    this.#drawTopics();
    this.#offerMore(this.group);
    this.log.scrollToEnd();
  }

  // The lead comes first: only a lead's /team makes the group the team's.
  #offerWriters(members) {
    const known = [...this.writer.options].map(({ value }) => value);
    for (const { id, name, role } of members) {
      if (!known.includes(String(id))) this.writer.add(new Option(name, id, false, role === "lead" && !this.writer.dataset.chosen));
      if (role === "lead") this.writer.dataset.chosen = "yes";
    }
  }

  #countNew(messages, isFirst) {
    let fresh = 0;
    for (const { id, from, thread } of messages) {
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      if (isFirst || from !== "bot") continue;
      fresh += 1;
      if (thread !== this.#open) this.#unread.set(thread, (this.#unread.get(thread) ?? 0) + 1);
    }
    return fresh;
  }

  // The open topic as the member sees it who writes: own words on the right, the others with their names.
  #messagesHere() {
    let before = null;
    return this.group.messages.filter(({ thread }) => thread === this.#open).map((message) => {
      const { author, from, note, html } = message;
      const own = from === "me" && author.id === this.#writerId;
      const named = from !== "service" && !own && author.id !== before;
      before = from === "service" ? null : author.id;
      return {
        ...message,
        from: from === "me" && !own ? "bot" : from,
        html: NOTES[note] ?? html,
        author: named ? author.name : null,
      };
    });
  }

  #drawTopics() {
    const topics = [GENERAL, ...this.group.topics];
    for (const thread of [...this.#tabs.keys()]) {
      if (!topics.some((topic) => topic.thread === thread)) this.#tabs.delete(thread);
    }
    keepInOrder(this.topics, topics.map((topic) => this.#tab(topic)));
  }

  #tab({ thread, name, closed }) {
    const tab = this.#tabs.get(thread) ?? this.#newTab(thread);
    const unread = this.#unread.get(thread);
    const drawn = JSON.stringify([name, closed, unread]);
    tab.ariaCurrent = String(thread === this.#open);
    if (tab.dataset.drawn === drawn) return tab;
    tab.dataset.drawn = drawn;
    tab.replaceChildren(make("span", "topic-name", name));
    if (closed) tab.append(picture("lock"), make("span", "hidden-words", " closed · geschlossen"));
    if (unread) tab.append(make("span", "unread", String(unread)), make("span", "hidden-words", " new · neu"));
    return tab;
  }

  #newTab(thread) {
    const tab = make("button", "topic");
    tab.type = "button";
    tab.dir = "auto";
    tab.addEventListener("click", () => {
      this.#goTo(thread);
      this.#redraw();
    });
    this.#tabs.set(thread, tab);
    return tab;
  }

  #tellRole({ members, bot_inside: inside, bot_manages_topics: manages }) {
    const trouble = inside ? "Bot lacks a right · Recht fehlt" : "Bot outside · Bot draußen";
    const well = inside && manages;
    this.role.textContent = well ? `Group · Gruppe · ${members.length}` : trouble;
    this.role.classList.toggle("trouble", !well);
  }

  #offerMore({ bot_inside: inside, bot_manages_topics: manages }) {
    const choice = (words, below, doing, body = {}) => ({ words, below, does: () => this.#act(doing, { ...body, thread: this.#open }) });
    const closing = this.#topicNow().closed
      ? choice("Reopen the topic", "Thema wieder öffnen", "reopen")
      : choice("Close the topic", "Thema schließen", "close");
    const deleting = choice("Delete the topic", "Thema löschen", "delete");
    const rights = manages
      ? choice("Let the bot manage no topics", "Bot das Recht an Themen nehmen", "rights", { topics: false })
      : choice("Let the bot manage topics", "Bot das Recht an Themen geben", "rights", { topics: true });
    const leaving = choice("Put the bot out", "Bot aus der Gruppe entfernen", "bot_out");
    const coming = choice("Take the bot in", "Bot wieder aufnehmen", "bot_in");
    this.more.fill([...(this.#open === null ? [] : [closing, deleting]), ...(inside ? [rights, leaving] : [coming])]);
  }
}
