// The way to the server: its events, what is asked of it, and what happens while it is away.

import { connected, store, take, tell, view } from "./store.js";

const meta = (name) => document.querySelector(`meta[name="briefing-${name}"]`);
const home = `/briefs/${encodeURIComponent(meta("brief").content)}`;
let events = null;
let retry = 0;

/** An address below that of the brief. */
export const at = (path) => `${home}/${path}`;

/** The query that says what is in view: it is pressed first. */
export function query() {
  const { audience, print } = view();
  return audience && print ? new URLSearchParams({ audience, print }).toString() : "";
}

/** Follow what the server tells, from now on for what is in view. */
export function follow() {
  events?.close();
  clearTimeout(retry);
  events = new EventSource(at(`events?${query()}`));
  events.addEventListener("open", back);
  events.addEventListener("state", (event) => {
    take(JSON.parse(event.data));
    if (!store.isConnected) back();
  });
  events.addEventListener("error", () => {
    connected(false);
    // The browser tries again by itself, but gives up where the answer was no stream of events.
    if (events.readyState === EventSource.CLOSED) retry = setTimeout(follow, 1000);
  });
}

// A browser has few connections to a server: a window that nobody sees gives its own back, and asks anew when it is seen.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(retry);
    events?.close();
    events = null;
  } else if (!events) {
    follow();
  }
});

/** After the server was away: another run of it has another token, and another count of states. */
async function back() {
  if (!store.isConnected) {
    try {
      await renew();
    } catch {
      return;
    }
  }
  connected(true);
}

async function renew() {
  const answer = await fetch(home, { cache: "no-store" });
  if (!answer.ok) throw new Error(await answer.text());
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  meta("token").content = page.querySelector('meta[name="briefing-token"]').content;
  store.state = { ...store.state, ...JSON.parse(page.getElementById("state").textContent) };
  tell("state");
}

/** What went wrong, as one sentence and a hint; `status` is that of HTTP, 0 where nobody answered. */
export class Refusal extends Error {
  constructor(status, message, hint, data) {
    super(message);
    Object.assign(this, { status, hint, data });
  }
}

async function read(answer) {
  const text = await answer.text();
  let data = null;
  try {
    data = JSON.parse(text);
  } catch {
    data = null;
  }
  if (answer.ok) return data ?? {};
  const problem = data?.problem ?? data ?? {};
  throw new Refusal(answer.status, problem.message ?? (data ? "That did not work." : text), problem.hint ?? "", data);
}

async function fetched(path, options) {
  try {
    return await fetch(at(path), { cache: "no-store", ...options });
  } catch {
    throw new Refusal(0, "The preview does not answer.", "It is tried again by itself; what you typed is kept here.", null);
  }
}

/** Ask for data. */
export const ask = async (path) => read(await fetched(path));

/** Have something done; with a token that no longer holds, once more with the new one. */
export async function send(path, body) {
  const post = () =>
    fetched(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Briefing-Token": meta("token").content },
      body: JSON.stringify(body),
    });
  let answer = await post();
  if (answer.status === 403) {
    const before = meta("token").content;
    await renew();
    if (meta("token").content !== before) answer = await post();
  }
  return read(answer);
}
