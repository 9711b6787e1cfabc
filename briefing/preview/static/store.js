// What the page knows: the State of the server, what is in view, which item is in hand. Whoever draws is told of changes.

const listeners = [];

export const store = {
  /** The State as the server last sent it. */
  state: JSON.parse(document.getElementById("state").textContent),
  /** The path of the item in hand, or null. */
  hand: null,
  /** Whether the server answers. */
  isConnected: true,
};

const address = new URL(location.href);
const wanted = { audience: address.searchParams.get("audience"), print: address.searchParams.get("print") };

/** What is in view: an audience and one of its prints, as far as the house knows them. */
export function view() {
  const audiences = store.state.audiences ?? [];
  const audience = audiences.find((one) => one.name === wanted.audience) ?? audiences.find((one) => one.name === store.state.view?.audience) ?? audiences[0];
  const prints = audience?.prints ?? [];
  const print = prints.includes(wanted.print) ? wanted.print : prints.includes(store.state.view?.print) ? store.state.view.print : prints[0];
  return { audience: audience?.name ?? null, print: print ?? null, of: audience };
}

/** The variant in view, as the server has it, or null. */
export function inView() {
  const { audience, print } = view();
  return store.state.variants?.[audience]?.[print] ?? null;
}

/** How the variant in view stands: as the server says it, but that what waits for nobody has failed. */
export function standing() {
  const status = inView()?.status ?? "never";
  const isWaiting = status === "stale" || status === "never";
  const hasErrors = (store.state.problems ?? []).some((one) => one.severity === "error");
  return isWaiting && !store.state.busy && hasErrors ? "failed" : status;
}

/** Bring another audience or print into view; the address keeps it over a reload. */
export function look(change) {
  Object.assign(wanted, change);
  const { audience, print } = view();
  const now = new URL(location.href);
  if (!audience || !print) return;
  now.searchParams.set("audience", audience);
  now.searchParams.set("print", print);
  history.replaceState(null, "", now);
  tell("view");
}

/** Take a new State: keys that are absent are as they were. */
export function take(state) {
  if (!state || state.serial < store.state.serial) return;
  const known = store.state;
  store.state = { ...known, ...state };
  if (state.items) store.state.items = kept(known.items, state.items);
  if (state.articles) store.state.articles = kept(known.articles, state.articles);
  tell("state");
}

/** The new things, with the old ones wherever they say the same: what is the same object need not be drawn again. */
function kept(old, now) {
  if (!Array.isArray(old)) return now;
  const mixed = now.map((one, index) => {
    if (JSON.stringify(one) === JSON.stringify(old[index])) return old[index];
    return one.blocks ? { ...one, blocks: kept(old[index]?.blocks, one.blocks) } : one;
  });
  return mixed.length === old.length && mixed.every((one, index) => one === old[index]) ? old : mixed;
}

/** Take an item in hand (a path) or put it away (null). */
export function hold(path) {
  store.hand = path;
  tell("hand");
}

export function connected(isConnected) {
  if (store.isConnected === isConnected) return;
  store.isConnected = isConnected;
  tell("connection");
}

let places = { of: null, items: new Map() };

/** The item of a path, or the one that a longer path leads into. */
export function itemAt(path) {
  if (!path) return null;
  const { items } = store.state;
  if (places.of !== items) places = { of: items, items: new Map((items ?? []).map((item) => [item.path.join("/"), item])) };
  for (let length = path.length; length > 0; length -= 1) {
    const found = places.items.get(path.slice(0, length).join("/"));
    if (found) return found;
  }
  return null;
}

/** The item in hand as it is now, or null. */
export const inHand = () => itemAt(store.hand);

/** Call a function whenever something changed, with the word of what: state, view, hand, connection. */
export function listen(listener) {
  listeners.push(listener);
}

export function tell(what) {
  for (const listener of listeners) listener(what);
}
