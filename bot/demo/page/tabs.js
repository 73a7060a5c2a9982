// The strip of phones on a narrow screen: one phone at a time, and a mark on those with something new.

import { make } from "./build.js";

const NARROW = window.matchMedia("(max-width: 760px)");

export class Tabs {
  #tabs = new Map();
  #shown = null;

  constructor(strip) {
    this.strip = strip;
    strip.addEventListener("keydown", (event) => this.#walk(event));
    NARROW.addEventListener("change", () => this.#shown && this.show(this.#shown));
  }

  /** Adds a phone's tab before the one at `place`; the first phone is shown. */
  add(phone, place) {
    const tab = make("button", "tab");
    tab.type = "button";
    tab.id = `tab-${phone.id}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", phone.element.id);
    const name = make("span", "tab-name", phone.name);
    name.dir = "auto";
    tab.append(name, make("span", "unread"));
    tab.addEventListener("click", () => this.show(phone));
    this.strip.insertBefore(tab, this.strip.children[place] ?? null);
    this.#tabs.set(phone, { tab, unread: 0 });
    if (this.#shown === null) this.show(phone);
    else this.#select(phone, false);
  }

  remove(phone) {
    this.#tabs.get(phone).tab.remove();
    this.#tabs.delete(phone);
    if (this.#shown !== phone) return;
    this.#shown = null;
    const [first] = this.#tabs.keys();
    if (first) this.show(first);
  }

  /** Shows this phone on a narrow screen; on a wide one all stay in sight. */
  show(phone) {
    this.#shown = phone;
    for (const each of this.#tabs.keys()) this.#select(each, each === phone);
    this.#mark(phone, 0);
    phone.scrollToEnd();
  }

  /** Marks what came to a phone that is out of sight. */
  notice(phone, count) {
    if (count && NARROW.matches && phone !== this.#shown) this.#mark(phone, this.#tabs.get(phone).unread + count);
  }

  #select(phone, isShown) {
    const { tab } = this.#tabs.get(phone);
    tab.ariaSelected = String(isShown);
    tab.tabIndex = isShown ? 0 : -1;
    phone.element.classList.toggle("shown", isShown);
    if (isShown) tab.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  #mark(phone, unread) {
    const known = this.#tabs.get(phone);
    known.unread = unread;
    const mark = known.tab.querySelector(".unread");
    mark.replaceChildren(...(unread ? [String(unread), make("span", "hidden-words", " new · neu")] : []));
  }

  #walk(event) {
    const phones = [...this.strip.children].map((tab) => [...this.#tabs].find(([, known]) => known.tab === tab)[0]);
    const place = phones.indexOf(this.#shown);
    const steps = { ArrowRight: place + 1, ArrowLeft: place - 1 + phones.length, Home: 0, End: phones.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = phones[steps[event.key] % phones.length];
    this.show(next);
    this.#tabs.get(next).tab.focus();
  }
}
