// The control API of the demo: what the page asks of the server, and how it hears of changes.

const RETRY_MS = 1500;

/** Posts to `/demo/<path>`; gives the answer's JSON. Throws where the server refuses or cannot be reached. */
export async function post(path, body = {}) {
  const answer = await fetch(`/demo/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function readState() {
  const answer = await fetch("/demo/state", { cache: "no-store" });
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

/**
 * Calls `onState(state)` at every change, newest last, and once after every (re)connection.
 * `onLine(reachable)` tells when the server is lost and found.
 */
export function follow(onState, onLine) {
  let reading = false;
  let again = false;
  let shown = null;

  async function refresh() {
    again = true;
    if (reading) return;
    reading = true;
    try {
      while (again) await readOnce();
    } finally {
      reading = false;
    }
  }

  async function readOnce() {
    again = false;
    const state = await readState().catch(() => null);
    onLine(state !== null);
    if (state === null) setTimeout(refresh, RETRY_MS);
    else if (state.revision !== shown) {
      shown = state.revision;
      onState(state);
    }
  }

  const events = new EventSource("/demo/events");
  events.addEventListener("open", () => {
    onLine(true);
    shown = null;
    refresh();
  });
  events.addEventListener("message", refresh);
  events.addEventListener("error", () => onLine(false));
}
