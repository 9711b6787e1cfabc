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

/** Bring another audience or print into view; the address keeps it over a reload. */
export function look(change) {
  Object.assign(wanted, change);
  const { audience, print } = view();
  const now = new URL(location.href);
  now.searchParams.set("audience", audience);
  now.searchParams.set("print", print);
  history.replaceState(null, "", now);
  tell("view");
}

/** Take a new State: keys that are absent are as they were. */
export function take(state) {
  if (!state || state.serial < store.state.serial) return;
  store.state = { ...store.state, ...state };
  tell("state");
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

/** The item of a path, or the one that a longer path leads into. */
export function itemAt(path) {
  if (!path) return null;
  let best = null;
  for (const item of store.state.items ?? []) {
    if (item.path.every((part, index) => part === path[index]) && item.path.length > (best?.path.length ?? 0)) best = item;
  }
  return best;
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
