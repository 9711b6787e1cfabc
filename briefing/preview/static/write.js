// Writing: an edit goes to the server with the version of brief.yaml that it was made on. What the server refuses stays
// where it was typed; what was changed on disk in the meantime is asked about, never written over.

import { make, button, onDo } from "./dom.js";
import { askAbout } from "./conflict.js";
import { query, Refusal, send } from "./link.js";
import { hold, store, take } from "./store.js";

const toast = document.getElementById("toast");
let until = 0;

export function prepareWriting() {
  onDo(toast, { undo: () => turn("undo"), dismiss: () => toast.replaceChildren() });
}

/** Say in a line what happened; `more` are buttons beside it. A screen reader hears it. */
export function say(text, ...more) {
  clearTimeout(until);
  toast.replaceChildren(
    make("p", null, text),
    ...more,
    button("×", "dismiss", { class: "quiet", "aria-label": "Dismiss" }),
  );
  until = setTimeout(() => {
    if (!toast.matches(":hover, :focus-within")) toast.replaceChildren();
  }, 12000);
}

export const undoing = () => button("Undo", "undo", { class: "quiet" });

/** The version of brief.yaml that the page shows. */
export const base = () => store.state.summary?.sha256 ?? null;

/**
 * Make an edit; gives the answer, or null where it was not made. `from` is the version that was shown when typing
 * began: what came from disk since then must not be written over. `settled` is called with the version that was chosen
 * where there were two.
 */
export async function edit(what, { done = "", from = base(), settled = () => {} } = {}) {
  try {
    const answer = await send(`edit?${query()}`, { base: from, edit: what });
    take(answer.state);
    // What was made from the article is taken in hand; what was in hand already stays there.
    if (["quote", "actor"].includes(what.kind) && answer.path) hold(answer.path);
    if (done) say(done, undoing());
    return answer;
  } catch (refusal) {
    const taken = await refused(refusal);
    if (taken) settled(taken);
    return null;
  }
}

/** Who would get an item after an edit; nothing is written. Null where nobody knows. */
export async function tryOut(what) {
  try {
    return await send("edit", { base: base(), edit: what, dry_run: true });
  } catch {
    return null;
  }
}

/** Undo or redo. */
export async function turn(way) {
  try {
    take((await send(`${way}?${query()}`, { base: base() })).state);
    say(way === "undo" ? "Undone." : "Done again.");
  } catch (refusal) {
    await refused(refusal);
  }
}

async function refused(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  if (refusal.status === 409 && refusal.data?.conflict) return settle(refusal.data.conflict);
  say(`Not saved: ${refusal.message} ${refusal.hint ?? ""}`);
  return null;
}

let settling = null;

/** Ask which of two versions is to stand, and tell the server; the one that was chosen, or null. Who asks twice is asked once. */
export function settle(conflict) {
  settling ??= decide(conflict).finally(() => (settling = null));
  return settling;
}

async function decide(conflict) {
  const wanted = await askAbout(conflict);
  if (!wanted) return null;
  try {
    const answer = await send(`resolve?${query()}`, { base: base(), take: wanted });
    take(answer.state);
    const kept = answer.kept ? ` The other is kept as ${answer.kept}.` : "";
    say(`${wanted === "mine" ? "Your version stands." : "The version on disk stands."}${kept}`);
    return wanted;
  } catch (refusal) {
    if (refusal.data?.conflict) return decide(refusal.data.conflict);
    return refused(refusal);
  }
}
