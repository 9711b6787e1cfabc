// The page of a brief: what is drawn when, and which key does what. Each part of the page has a module of its own.

import { withdraw } from "./conflict.js";
import { button, fill, make, onDo } from "./dom.js";
import { drawEditions, follow as followEditions, prepareEditions } from "./editions.js";
import { drawEvidence, prepareEvidence, showCited } from "./evidence.js";
import { drawItems, nameItems, prepareItems, saveWhatWaits, showInHand } from "./items.js";
import { help, prepareKeys } from "./keys.js";
import { at, follow } from "./link.js";
import { dayOf } from "./names.js";
import { drawPages, preparePages, showPage } from "./pages.js";
import { drawProblems, nameProblems, prepareProblems } from "./problems.js";
import { hold, inHand, inView, listen, look, standing, store, view } from "./store.js";
import { rove, showPanel, shownPanel } from "./tabs.js";
import { prepareWriting, settle, turn } from "./write.js";

const DRAWN = { problems: drawProblems, evidence: drawEvidence, items: drawItems, editions: drawEditions };
const SAID = {
  current: "Up to date",
  stale: "Drawing…",
  pressing: "Drawing…",
  failed: "Shown as it was before the error",
  never: "Drawing…",
};
let waiting = false;

/** Draw once, however many things changed in this turn. */
function draw() {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    drawTop();
    drawPages();
    nameProblems();
    nameItems();
    DRAWN[shownPanel()]();
  });
}

function drawTop() {
  document.getElementById("title").textContent = store.state.title ?? store.state.brief;
  document.getElementById("about").textContent = dayOf(store.state.date);
  document.title = `${store.state.title ?? store.state.brief} – preview`;
  drawStatus();
  const writing = store.state.writing ?? {};
  fill(
    document.getElementById("tools"),
    inView()?.pages?.length
      ? make("a.quiet", { href: at(`pdf/${view().audience}/${view().print}`), target: "_blank", rel: "noopener" }, "Open PDF")
      : null,
    button("Undo", "undo", { class: "quiet", disabled: !writing.can_undo || !store.isConnected }),
    button("Redo", "redo", { class: "quiet", disabled: !writing.can_redo || !store.isConnected }),
    writing.conflict ? button("! Two versions", "settle", { class: "danger" }) : null,
    button("Keys", "help", { class: "quiet", "aria-keyshortcuts": "?" }),
  );
}

function drawStatus() {
  const status = document.getElementById("status");
  const variant = inView();
  const isLost = !store.isConnected;
  const kind = isLost ? "lost" : standing();
  const hasPages = variant?.pages?.length > 0;
  let text = isLost ? "Connection lost" : kind === "failed" && !hasPages ? "Cannot be drawn" : SAID[kind] ?? kind;
  const changed = (variant?.pages ?? []).map((page, index) => (page.changed ? index + 1 : 0)).filter(Boolean);
  if (kind === "current" && variant.draft) text += ", as a draft: it has errors";
  if (kind === "current" && changed.length) text += `, changed: page ${changed.slice(0, 6).join(", ")}${changed.length > 6 ? " …" : ""}`;
  if (status.textContent !== text) status.textContent = text;
  status.dataset.status = kind;
  document.body.classList.toggle("is-lost", isLost);
  const lost = document.getElementById("lost");
  const words = isLost ? "The preview does not answer. It is tried again by itself; what you typed is kept on this page." : "";
  if (lost.textContent !== words) lost.textContent = words;
}

let offered = null;

/** Ask about two versions once; who puts it off finds a button at the head of the page. */
function offer(conflict) {
  const mine = conflict ? JSON.stringify(conflict) : null;
  if (mine && mine !== offered) settle(conflict);
  if (!mine && offered) withdraw();
  offered = mine;
}

listen((what) => {
  if (what === "view") follow();
  if (what === "view") followEditions();
  if (what === "connection" && store.isConnected) saveWhatWaits();
  if (what === "hand" && store.hand) {
    showPage(inHand()?.path ?? store.hand);
    if (!["evidence", "items"].includes(shownPanel())) showPanel("items");
  }
  if (what === "state") offer(store.state.writing?.conflict);
  draw();
  if (what === "hand" && store.hand) queueMicrotask(shownPanel() === "evidence" ? showCited : showInHand);
});

function near(way) {
  const all = store.state.audiences ?? [];
  const here = all.findIndex((one) => one.name === view().audience);
  look({ audience: all[(here + way + all.length) % all.length]?.name });
}

function nextItem(way) {
  const items = store.state.items ?? [];
  const here = items.indexOf(inHand());
  const next = items[here < 0 ? (way > 0 ? 0 : items.length - 1) : (here + way + items.length) % items.length];
  if (next) hold(next.path);
}

const press = (selector) => document.querySelector(selector)?.click();
const go = (name) => {
  showPanel(name);
  document.getElementById(`tab-${name}`).focus();
};

preparePages();
prepareProblems();
prepareEvidence();
prepareItems();
prepareEditions();
prepareWriting();
const panels = document.getElementById("panels");
rove(panels, (tab) => showPanel(tab.getAttribute("aria-controls")));
panels.addEventListener("shown", ({ detail }) => {
  draw();
  if (detail === "evidence") queueMicrotask(showCited);
  if (detail === "items") queueMicrotask(showInHand);
});
onDo(document.getElementById("tools"), {
  undo: () => turn("undo"),
  redo: () => turn("redo"),
  help,
  settle: () => settle(store.state.writing.conflict),
});
prepareKeys({
  1: () => go("problems"),
  2: () => go("evidence"),
  3: () => go("items"),
  4: () => go("editions"),
  p: () => document.getElementById("sheets").focus(),
  "[": () => near(-1),
  "]": () => near(1),
  j: () => nextItem(1),
  k: () => nextItem(-1),
  g: () => press('[data-do="grey"]'),
  s: () => press('[data-do="spread"]'),
  undo: () => turn("undo"),
  redo: () => turn("redo"),
  "?": help,
});
draw();
follow();
document.documentElement.dataset.ready = "yes";
