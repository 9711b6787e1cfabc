// Editions: what was filed, and two of them side by side with what changed for one audience.

import { button, fill, make, onDo } from "./dom.js";
import { shown as pieceShown } from "./difference.js";
import { ask, Refusal } from "./link.js";
import { apart, dayOf, sectionName } from "./names.js";
import { picture, show } from "./pages.js";
import { store, view } from "./store.js";
import { shownPanel } from "./tabs.js";

const root = document.getElementById("editions");
let known = null;
let fault = "";
const pair = { old: null, new: null };
let compared = null;

export function prepareEditions() {
  onDo(root, {
    compare: () => compareNow(),
    before: (target) => {
      Object.assign(pair, { old: target.dataset.before, new: target.dataset.edition });
      compareNow();
    },
    back: () => stop(),
    spot: (target) => reveal(target.dataset.side, target.dataset.number),
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
    // The newest first.
    known = (await ask("editions")).reverse();
    fault = "";
    pair.new ??= known[0]?.name ?? null;
    pair.old ??= (known[1] ?? known[0])?.name ?? null;
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

const nameOf = (name) => `Edition ${known.find((one) => one.name === name)?.edition ?? name}`;

function chooser() {
  if (known.length < 2) return make("p.note", { "data-key": "compare" }, "When a second edition is filed, the two can be put side by side here.");
  const options = (chosen) =>
    known.map((one) => make("option", { value: one.name, selected: one.name === chosen }, `${nameOf(one.name)}, ${dayOf(one.date)}`));
  return make(
    "div.compare",
    { "data-key": "compare" },
    make("label.choice", null, make("span", null, "Compare"), make("select", { name: "old" }, options(pair.old))),
    make("label.choice", null, make("span", null, "with"), make("select", { name: "new" }, options(pair.new))),
    button("Side by side", "compare", { class: "primary" }),
  );
}

function list() {
  return make(
    "ol.editions",
    { "data-key": "list" },
    known.map((one, index) =>
      make(
        "li",
        { "data-key": one.name },
        make(
          "p.head",
          null,
          make("b", null, nameOf(one.name)),
          make("span", null, dayOf(one.date)),
          index ? null : make("b.badge", null, "latest"),
          one.withdrawn === null ? null : make("b.badge.error", null, "withdrawn"),
        ),
        one.reason ? make("p", { dir: "auto" }, one.reason) : null,
        one.withdrawn ? make("p", { dir: "auto" }, `Withdrawn: ${one.withdrawn}`) : null,
        make("p.note", null, one.audiences.map((audience) => apart(audience.title)).join(" · ")),
        known[index + 1]
          ? button(`What changed since ${known[index + 1].edition}`, "before", {
              class: "quiet",
              "data-edition": one.name,
              "data-before": known[index + 1].name,
            })
          : null,
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
    compared = { ...asked, changes: told[0] ?? {}, before: before.pages, after: after.pages };
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
  const spots = (side, number) => (compared.changes.spots?.[side] ?? []).filter((spot) => spot.page === number);
  const cell = (side, page, index) => {
    if (!page) return make("div.paper-less", { "data-key": `${side} ${index}` });
    const lit = spots(side, index + 1);
    return make(
      lit.length ? "figure.sheet.changed" : "figure.sheet",
      { "data-key": `${side} ${index}`, "data-page": `${side} ${index + 1}` },
      make("div.paper", {
        "data-island": "picture",
        "data-digest": page.digest,
        "data-width": page.width,
        "data-height": page.height,
        "data-alt": `${nameOf(compared[side])}, page ${index + 1}`,
      }),
      lit.map((spot, at) => make("span.spot", { "data-key": `spot ${at}`, "data-spot": [spot.left, spot.top, spot.width, spot.height].join(" "), "data-number": spot.number, "aria-hidden": "true" })),
      make("figcaption.foot", null, `Page ${index + 1}`, lit.length ? make("b.badge", null, "differs") : null),
    );
  };
  const rows = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [cell("old", before[index], index), cell("new", after[index], index)]);
  fill(
    place,
    make(
      "div.comparison",
      { "data-key": `compare ${compared.old} ${compared.new} ${compared.audience}` },
      make("div.heads", null, make("h2", null, nameOf(compared.old)), make("h2", null, nameOf(compared.new))),
      make("div.pair", null, rows),
    ),
  );
  for (const box of place.querySelectorAll(".paper")) picture(box);
  for (const spot of place.querySelectorAll(".spot")) {
    const [left, top, width, height] = spot.dataset.spot.split(" ").map(Number);
    for (const [name, share] of Object.entries({ left, top, width, height })) spot.style.setProperty(`--${name}`, share);
  }
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
      isLit(one.number, isGone) ? button("Show", "spot", { class: "quiet", "data-number": one.number, "data-side": isGone ? "old" : "new" }) : null,
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

const shift = (one) => one.old === one.new ? make("p.note", null, `${one.name} unchanged: ${one.new}`) : make("p.note", null, `${one.name}: `, make("del", null, one.old || "nothing"), " → ", make("ins", null, one.new || "nothing"));

const isLit = (number, isGone) => compared.changes.spots?.[isGone ? "old" : "new"]?.some((spot) => spot.number === number);

function reveal(side, number) {
  for (const spot of document.querySelectorAll("#sheets .spot")) {
    const isMeant = spot.dataset.number === number && spot.closest("figure").dataset.page.startsWith(side);
    spot.classList.toggle("meant", isMeant);
    if (isMeant) spot.scrollIntoView({ block: "center" });
  }
}
