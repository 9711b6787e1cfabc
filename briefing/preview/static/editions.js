// Editions: what was filed, and two of them side by side with what changed for one audience.

import { button, counted, fill, make, onDo } from "./dom.js";
import { shown as pieceShown } from "./difference.js";
import { ask, Refusal } from "./link.js";
import { sectionName } from "./names.js";
import { picture, show } from "./pages.js";
import { store, view } from "./store.js";
import { shownPanel } from "./tabs.js";

const root = document.getElementById("editions");
const NOW = "now";
let known = null;
let fault = "";
const pair = { old: null, new: NOW };
let compared = null;

export function prepareEditions() {
  onDo(root, {
    compare: () => compareNow(),
    since: (target) => {
      Object.assign(pair, { old: target.dataset.edition, new: target.dataset.next ?? NOW });
      compareNow();
    },
    back: () => stop(),
    page: (target) => reveal(target.dataset.page),
  });
  root.addEventListener("change", ({ target }) => {
    if (target.name === "old" || target.name === "new") pair[target.name] = target.value;
  });
  document.getElementById("panels").addEventListener("shown", ({ detail }) => {
    if (detail === "editions") load();
    else stop();
  });
}

async function load() {
  try {
    known = (await ask("editions")).editions ?? [];
    fault = "";
    pair.old ??= known[0]?.number ?? null;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    fault = refusal.message;
  }
  drawEditions();
}

function stop() {
  compared = null;
  show(null);
  drawEditions();
}

export function drawEditions() {
  if (shownPanel() !== "editions") return;
  if (fault) fill(root, make("p.empty", null, fault));
  else if (!known) fill(root, make("p.empty", null, "Looking into the archive…"));
  else if (!known.length) {
    fill(
      root,
      make("p.empty", null, "Nothing is filed of this brief yet. ", make("code", null, `briefing archive ${store.state.brief}`), " files the first edition."),
    );
  } else fill(root, compared ? changes() : [chooser(), list()]);
}

const nameOf = (number) => (number === NOW ? "Now, on the desk" : `Edition ${number}`);

function chooser() {
  const options = (chosen, withNow) => [
    withNow ? make("option", { value: NOW, selected: chosen === NOW }, nameOf(NOW)) : null,
    known.map((one) => make("option", { value: one.number, selected: one.number === chosen }, `${nameOf(one.number)}, ${one.date}`)),
  ];
  return make(
    "div.compare",
    { "data-key": "compare" },
    make("label.choice", null, make("span", null, "Compare"), make("select", { name: "old" }, options(pair.old, false))),
    make("label.choice", null, make("span", null, "with"), make("select", { name: "new" }, options(pair.new, true))),
    button("Side by side", "compare", { class: "primary" }),
  );
}

function list() {
  return make(
    "ol.editions",
    { "data-key": "list" },
    known.map((one) =>
      make(
        "li",
        { "data-key": one.number },
        make("p.head", null, make("b", null, nameOf(one.number)), make("span", null, one.date), one.withdrawn ? make("b.badge.error", null, "withdrawn") : null),
        one.reason ? make("p", { dir: "auto" }, one.reason) : null,
        one.withdrawn ? make("p", { dir: "auto" }, `Withdrawn: ${one.withdrawn}`) : null,
        make("p.note", null, [one.filed && `filed ${one.filed}`, one.audiences?.length && counted(one.audiences.length, "audience")].filter(Boolean).join(" · ")),
        button("What changed since", "since", { class: "quiet", "data-edition": one.number }),
      ),
    ),
  );
}

async function compareNow() {
  const { audience } = view();
  const asked = { ...pair, audience };
  const pages = (edition) => ask(`editions/${encodeURIComponent(edition)}/${encodeURIComponent(audience)}`);
  try {
    const [told, before, after] = await Promise.all([
      ask(`changes?${new URLSearchParams({ old: asked.old, new: asked.new, audience })}`),
      pages(asked.old),
      pages(asked.new),
    ]);
    compared = { ...asked, changes: told, before: before.pages ?? [], after: after.pages ?? [] };
    show((place, measure) => sideBySide(place, measure));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    fault = "";
    compared = null;
    fill(root, chooser(), make("p.empty", { role: "alert" }, `${refusal.message} ${refusal.hint ?? ""}`), list());
    return;
  }
  drawEditions();
}

/** Follow another audience while two editions are side by side. */
export function follow() {
  if (compared && compared.audience !== view().audience) compareNow();
}

function sideBySide(place, measure) {
  const { before, after } = compared;
  const lit = new Set((compared.changes.items ?? []).flatMap((item) => [item.pages?.old && `old ${item.pages.old}`, item.pages?.new && `new ${item.pages.new}`]));
  const cell = (side, page, index) => {
    if (!page) return make("div.paper-less", { "data-key": `${side} ${index}` });
    const isLit = lit.has(`${side} ${index + 1}`) || (before[index] && after[index] && before[index].digest !== after[index].digest && !lit.size);
    return make(
      isLit ? "figure.sheet.changed" : "figure.sheet",
      { "data-key": `${side} ${index}`, "data-page": `${side} ${index + 1}` },
      make("div.paper", {
        "data-island": "picture",
        "data-digest": page.digest,
        "data-width": page.width,
        "data-height": page.height,
        "data-alt": `${nameOf(compared[side])}, page ${index + 1}`,
      }),
      make("figcaption.foot", null, `Page ${index + 1}`, isLit ? make("b.badge", null, "differs") : null),
    );
  };
  const rows = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [cell("old", before[index], index), cell("new", after[index], index)]);
  fill(
    place,
    make(
      "div.comparison",
      { "data-key": `compare ${compared.old} ${compared.new} ${compared.audience}` },
      make("div.heads", null, make("h3", null, nameOf(compared.old)), make("h3", null, nameOf(compared.new))),
      make("div.pair", null, rows),
    ),
  );
  for (const box of place.querySelectorAll(".paper")) picture(box);
  measure();
}

function changes() {
  const told = compared.changes;
  const items = told.items ?? [];
  const nothing = !items.length && !told.rewordings?.length && !told.shifts?.length && !told.sources?.length;
  return [
    make("p.head", null, make("b", null, `${nameOf(compared.old)} → ${nameOf(compared.new)}`), make("span.spring"), button("Back to the pages", "back", { class: "quiet" })),
    make("p.note", null, `For: ${view().of?.title ?? compared.audience}`),
    nothing ? make("p.empty", null, "Nothing changed for this audience.") : null,
    make(
      "ul.changes",
      null,
      (told.rewordings ?? []).map((one) => make("li", null, rewording(one))),
      (told.shifts ?? []).map((one) => make("li", null, shift(one))),
      items.map(change),
      (told.sources ?? []).map((one) => make("li", null, make("p.head", null, make("b.badge", null, one.kind), `Source ${one.key}: `, make("span", { dir: "auto" }, one.title)), (one.shifts ?? []).map(shift))),
    ),
  ];
}

function change(one) {
  const page = one.pages?.new ? `new ${one.pages.new}` : one.pages?.old ? `old ${one.pages.old}` : null;
  const kinds = one.kinds ?? [one.kind];
  const isGone = kinds.includes("removed") || kinds.includes("closed");
  return make(
    "li",
    { "data-key": `${one.section} ${one.number} ${isGone}` },
    make(
      "p.head",
      null,
      make("b", null, `¶ ${one.number}`),
      make("span", null, sectionName(one.section)),
      kinds.map((kind) => make("b.badge", null, kind === "added" ? "new" : kind)),
      make("span.spring"),
      page ? button("Show page", "page", { class: "quiet", "data-page": page }) : null,
    ),
    kinds.includes("added") ? make("p.words", { dir: "auto" }, pieceShown("in", one.text, SAID)) : null,
    isGone ? make("p.words", { dir: "auto" }, pieceShown("out", one.text, SAID)) : null,
    (one.rewordings ?? []).map(rewording),
    [one.likelihood, one.confidence, ...(one.shifts ?? [])].filter(Boolean).map(shift),
    one.cites_added?.length ? make("p.note", null, `citations added: ${one.cites_added.join(", ")}`) : null,
    one.cites_removed?.length ? make("p.note", null, `citations removed: ${one.cites_removed.join(", ")}`) : null,
    (one.quotes ?? []).map((quote) =>
      quote.rewording ? rewording(quote.rewording) : make("p.words", { dir: "auto" }, pieceShown(quote.kind === "removed" ? "out" : "in", quote.text, SAID)),
    ),
  );
}

const SAID = { out: "gone:", in: "new:" };

const rewording = (one) =>
  make(
    "p.words",
    { dir: "auto" },
    one.pieces.map((piece) => (piece.kind === "same" ? piece.new : [piece.old && pieceShown("out", piece.old, SAID), piece.new && pieceShown("in", piece.new, SAID)])),
  );

const shift = (one) => make("p.note", null, `${one.name}: `, make("del", null, one.old || "nothing"), " → ", make("ins", null, one.new || "nothing"));

function reveal(page) {
  document.querySelector(`#sheets [data-page="${page}"]`)?.scrollIntoView({ block: "center" });
}
