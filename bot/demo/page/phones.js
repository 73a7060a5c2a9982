// The page: all phones side by side, the bot's clock, and the doors for one more family and for the team's group.

import { follow, post } from "./control.js";
import { keepInOrder, make } from "./build.js";
import { GroupPhone } from "./group.js";
import { Phone } from "./phone.js";
import { Tabs } from "./tabs.js";
import { runClock } from "./times.js";

const ORDER = ["family", "coach", "lead"];
const MOVES = { hour: { hours: 1 }, morning: { to: "tomorrow_morning" }, day: { days: 1 }, days: { days: 3 }, week: { days: 7 } };
const HINT_KEY = "familienlotse.hint";
const SPOKEN_AT_ONCE = 6;
const NOTICE_MS = 8000;

const find = (selector) => document.querySelector(selector);
const phones = new Map();
const tabs = new Tabs(find("#tabs"));
const setClock = runClock(find("#clock"));
const announcer = find("#announcer");
let awaitsPhone = false;
let isFirst = true;
let noticeTimer = 0;

function announce(words) {
  announcer.append(make("p", "", words.slice(0, 400)));
  while (announcer.children.length > SPOKEN_AT_ONCE) announcer.firstChild.remove();
}

function notice(words) {
  const place = find("#notice");
  place.textContent = words;
  place.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (place.hidden = true), NOTICE_MS);
}

function show(state) {
  setClock(state.now);
  find("#bot-name").textContent = state.bot.name || state.bot.username;
  const people = [...state.people].sort((one, other) => ORDER.indexOf(one.role) - ORDER.indexOf(other.role));
  const shown = [...people, ...state.groups];
  forgetOthers(new Set(shown.map(({ id }) => id)));
  const newcomers = shown.filter(({ id }) => !phones.has(id));
  for (const one of newcomers) phones.set(one.id, newPhone(one, state.bot));
  keepInOrder(find("#phones"), shown.map(({ id }) => phones.get(id).element));
  shown.forEach((one, place) => showOne(one, place, state.bot, newcomers.includes(one)));
  find("#add-group").hidden = state.groups.length > 0;
  if (awaitsPhone && newcomers.length) welcome(phones.get(newcomers.at(-1).id));
  isFirst = false;
}

function newPhone(one, bot) {
  return "topics" in one ? new GroupPhone(one, announce) : new Phone(one, bot.username, announce);
}

function showOne(one, place, bot, isNew) {
  const phone = phones.get(one.id);
  if (isNew) tabs.add(phone, place);
  tabs.notice(phone, phone.update(one, bot, isNew && isFirst));
}

function forgetOthers(ids) {
  for (const [id, phone] of phones) {
    if (ids.has(id)) continue;
    tabs.remove(phone);
    phones.delete(id);
  }
}

function welcome(phone) {
  awaitsPhone = false;
  tabs.show(phone);
  phone.enter();
}

async function moveClock(button) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    setClock((await post("clock", MOVES[button.dataset.clock])).now);
    announce(`It is now ${find("#clock").textContent}.`);
  } catch {
    notice("The clock could not be moved. · Die Uhr ließ sich nicht vorstellen.");
  }
  button.ariaBusy = null;
}

function prepareHint() {
  document.documentElement.classList.toggle("reads-german", navigator.language.startsWith("de"));
  find("#hint").hidden = sessionStorage.getItem(HINT_KEY) === "hidden";
  find("#hide-hint").addEventListener("click", () => {
    sessionStorage.setItem(HINT_KEY, "hidden");
    find("#hint").hidden = true;
    find("#add-family").focus();
  });
}

function prepareDialog() {
  const dialog = find("#new-family");
  const form = dialog.querySelector("form");
  const { name, language, code } = form.elements;
  const suggest = () => {
    name.value = language.selectedOptions[0].dataset.name;
    find("#other-language").hidden = language.value !== "";
    code.required = language.value === "";
    code.disabled = language.value !== "";
  };
  find("#add-family").addEventListener("click", () => {
    suggest();
    dialog.showModal();
    name.select();
  });
  language.addEventListener("change", suggest);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    addFamily(name.value.trim(), language.value || code.value);
  });
}

function addFamily(name, languageCode) {
  const words = "The family could not be added. · Die Familie ließ sich nicht hinzufügen.";
  return add("people", { name, language_code: languageCode, role: "family" }, words);
}

async function addGroup({ currentTarget: button }) {
  button.disabled = true;
  await add("groups", { title: "Team" }, "The group could not be made. · Die Gruppe ließ sich nicht anlegen.");
  button.disabled = false;
}

async function add(path, body, failure) {
  awaitsPhone = true;
  try {
    await post(path, body);
  } catch {
    awaitsPhone = false;
    notice(failure);
  }
}

find("#add-group").addEventListener("click", addGroup);
for (const button of document.querySelectorAll("[data-clock]")) {
  button.addEventListener("click", () => moveClock(button));
}
prepareHint();
prepareDialog();
follow(show, (reachable) => {
  find("#offline").hidden = reachable;
});
