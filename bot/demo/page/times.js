// How instants are spelled on the page: always in the programme's time zone, whatever the reader's computer says.

const ZONE = "Europe/Berlin";
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const DAY = { timeZone: ZONE, weekday: "short", day: "numeric", month: "short", numberingSystem: "latn" };
const DAY_KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

/** "09:05" */
export const clockOf = (instant) => CLOCK.format(instant);

/** "Tue 12 May", or the same in the language of a phone. */
export function dayOf(instant, language = "en-GB") {
  try {
    return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, DAY).format(instant).replace(",", "");
  } catch {
    return dayOf(instant);
  }
}

/** "2026-05-12", to tell days apart. */
export const dayKey = (instant) => DAY_KEY.format(instant);

/** Shows the bot's clock and lets it run on between two states. Gives a function that sets it from an ISO instant. */
export function runClock(element) {
  let ahead = 0;
  const show = () => {
    const now = new Date(Date.now() + ahead);
    const words = `${dayOf(now)} · ${clockOf(now)}`;
    if (element.textContent === words) return;
    element.textContent = words;
    element.dateTime = now.toISOString();
  };
  setInterval(show, 1000);
  return (iso) => {
    ahead = new Date(iso).getTime() - Date.now();
    show();
  };
}
