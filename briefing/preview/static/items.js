// The items of the brief: the one in hand with everything that can be changed of it, and the list of all of them.

import { button, counted, fill, joined, make, numberOf, onDo, parts, same, unseen } from "./dom.js";
import { misquote } from "./difference.js";
import { brief, bySection, cited, fieldName, sectionName } from "./names.js";
import { drawReaders, prepareReaders } from "./readers.js";
import { hold, inHand, itemAt, store } from "./store.js";
import { showPanel } from "./tabs.js";
import { base, edit, say } from "./write.js";

const root = document.getElementById("items");
const CITATION = /^\s*([A-Za-z]*)\s*(\d+)\s*(?:[-–]\s*(\d+))?\s*$/;

export function prepareItems() {
  onDo(root, {
    hold: (target) => hold(target.getAttribute("aria-expanded") === "true" ? null : JSON.parse(target.dataset.path)),
    "let-go": () => hold(null),
    evidence: () => showPanel("evidence"),
    confirm: (target) => edit({ kind: "confirm", path: JSON.parse(target.dataset.path) }, { done: "Confirmed." }),
    drop: (target) => drop(JSON.parse(target.dataset.path)),
    uncite: (target) => edit({ kind: "uncite", path: JSON.parse(target.dataset.path), cite: target.dataset.cite }, { done: `${target.dataset.cite} is no longer cited.` }),
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    addCitation(event.target);
  });
  root.addEventListener("input", ({ target }) => {
    // What was typed was typed over this version, whatever comes from disk until it is saved.
    if (!target.matches("textarea[data-path]") || target.dataset.ownBase) return;
    Object.assign(target.dataset, { ownBase: base(), ownWas: target.defaultValue });
  });
  root.addEventListener("focusout", ({ target }) => {
    if (target.matches("textarea[data-path]")) save(target);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches("textarea[data-path]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save(event.target);
    } else if (event.key === "Escape" && event.target.value !== event.target.defaultValue) {
      event.preventDefault();
      event.target.value = event.target.defaultValue;
      forget(event.target);
      note(event.target, "As it was.");
    }
  });
  prepareReaders(root);
}

const drafted = () => (store.state.items ?? []).filter((item) => item.drafted).length;

/** Say on the tab how many items are to be confirmed. */
export function nameItems() {
  const open = drafted();
  fill(document.getElementById("tab-items"), "Items ", open ? make("b.badge", null, String(open), unseen(" to confirm")) : null);
}

export function drawItems() {
  fill(root, list(inHand(), drafted()));
  // Without an answer nothing can be changed; texts stay as they were typed, and are read-only meanwhile.
  for (const control of root.querySelectorAll(".in-hand :is(button, select, input):not([data-do=evidence], [data-do=let-go])")) {
    control.disabled = !store.isConnected;
  }
}

/** Bring the item in hand into view, where the list is shown. */
export function showInHand() {
  root.querySelector("section.in-hand")?.scrollIntoView({ block: "nearest" });
  root.querySelector("button.in-hand")?.scrollIntoView({ block: "nearest" });
}

function inHandForm(item) {
  const path = JSON.stringify(item.path);
  return make(
    "section.in-hand",
    { "data-key": `in hand ${joined(item.path)}`, "aria-label": `Item in hand: ${item.label ?? ""}` },
    make(
      "p.head",
      null,
      item.drafted ? make("b.badge", null, "drafted, to be confirmed") : null,
      make("span.spring"),
      button("See its evidence", "evidence", { class: "quiet" }),
      button("×", "let-go", { class: "quiet", "aria-label": "Put away" }),
    ),
    fields(item).map((field) => editor(field)),
    (item.quotes ?? []).map((quote, index) => quotation(quote, index, item)),
    citations(item),
    drawReaders(item),
    make(
      "p.buttons",
      null,
      item.drafted ? button("Confirm", "confirm", { class: "primary", "data-path": path }) : null,
      button("Drop from the brief", "drop", { class: "danger", "data-path": path }),
    ),
  );
}

/** The texts of an item that can be edited: what is in the State as fields, or else as texts by name. */
function fields(item) {
  if (item.fields) return item.fields;
  return Object.entries(item.texts ?? {}).flatMap(([name, text]) => {
    const inside = name.split("/").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const each = typeof text === "string" ? [[[], text]] : Object.entries(text).map(([audience, own]) => [[audience], own]);
    return each.map(([audience, own]) => ({ path: [...item.path, ...inside, ...audience], name: fieldName([...inside, ...audience]), text: own }));
  });
}

function editor(field, label) {
  const id = `field-${joined(field.path)}`.replaceAll(/[^\w-]/g, "-");
  return make(
    "div.field",
    { "data-key": joined(field.path) },
    make("label", { for: id }, label ?? (fieldName([field.name]) || field.name)),
    make("textarea.words", { id, dir: "auto", rows: 2, spellcheck: "true", "data-path": JSON.stringify(field.path), readonly: !store.isConnected }, field.text),
    make("p.note", { role: "status", "data-island": "note" }),
  );
}

function quotation(quote, index, item) {
  const own = fields(quote).filter((field) => field.path);
  const label = item.quotes.length > 1 ? `Quotation ${index + 1}` : "Quotation";
  return make(
    quote.ok === false ? "div.quotation.wrong" : "div.quotation",
    { "data-key": `quote ${joined(quote.path ?? [index])}` },
    own.map((field) => editor(field, label)),
    quote.ok === false
      ? make("p.head", null, make("b.badge.error", null, "! not in the article as quoted"))
      : quote.ok
        ? make("p.note", null, `✓ stands in ${(quote.cites?.length ? quote.cites : item.cites).map(cited).join(", ")} as quoted`)
        : null,
    quote.difference ? make("p.words.difference", { dir: "auto" }, misquote(quote.difference, quote.text)) : null,
    quote.difference
      ? make("p.legend", null, make("del", null, "your words"), " ", make("ins", null, `those of ${quote.difference.article}${quote.difference.paragraph}`))
      : null,
  );
}

function citations(item) {
  const path = JSON.stringify(item.path);
  return make(
    "div.field",
    { "data-key": "citations" },
    make("p.label", null, "Rests on"),
    make(
      "div.chips",
      null,
      (item.cites ?? []).map((cite) =>
        make(
          "span.chip",
          { "data-key": cited(cite), title: cite.text },
          cited(cite),
          button("×", "uncite", { class: "quiet", "aria-label": `Cite ${cited(cite)} no longer`, "data-path": path, "data-cite": cited(cite) }),
        ),
      ),
      make(
        "form.adding",
        { "data-key": "adding", "data-path": path },
        make("input", { type: "text", name: "cite", size: 6, "aria-label": "Citation to add, such as A7", placeholder: "A7", autocomplete: "off" }),
        make("button.quiet", { type: "submit" }, "Cite"),
      ),
    ),
  );
}

async function addCitation(form) {
  const input = form.elements.cite;
  const found = CITATION.exec(input.value);
  if (!found) {
    say("A citation is an article’s letter and a paragraph, such as A7 or A7-9.");
    input.focus();
    return;
  }
  const [, letters, first, last] = found;
  const article = letters.toUpperCase() || store.state.articles?.[0]?.key;
  const what = { kind: "cite", path: JSON.parse(form.dataset.path), article, paragraph: Number(first), ...(last ? { last: Number(last) } : {}) };
  if (await edit(what, { done: `${article}${first}${last ? `-${last}` : ""} is cited.` })) input.value = "";
}

/** Save a text that was changed; what cannot be saved stays as it was typed. */
async function save(area) {
  if (area.dataset.ownSaving) return;
  if (area.value === area.defaultValue) {
    forget(area);
    return;
  }
  if (!store.isConnected) {
    note(area, "Kept here until the preview answers again.");
    return;
  }
  const text = area.value;
  area.dataset.ownSaving = "yes";
  note(area, "Saving…");
  let taken = null;
  const answer = await edit(
    { kind: "text", path: JSON.parse(area.dataset.path), text, was: area.dataset.ownWas ?? area.defaultValue },
    { from: area.dataset.ownBase ?? base(), settled: (version) => (taken = version) },
  );
  delete area.dataset.ownSaving;
  if (!answer && !taken) {
    note(area, "Not saved.");
    return;
  }
  forget(area);
  // What was made of it may differ in its spaces; what was typed meanwhile stays.
  const now = currentText(area) ?? text;
  if (area.value === text) area.value = now;
  area.defaultValue = now;
  note(area, taken === "disk" ? "As it is on disk." : "Saved.");
}

/** Nothing is typed here any more: what comes next is typed over what is shown then. */
function forget(area) {
  delete area.dataset.ownBase;
  delete area.dataset.ownWas;
}

function currentText(area) {
  const path = JSON.parse(area.dataset.path);
  const item = itemAt(path);
  const all = [item, ...(item?.quotes ?? [])].filter(Boolean).flatMap(fields);
  return all.find((field) => same(field.path, path))?.text;
}

/** What was typed while nobody answered is saved as soon as somebody does. */
export function saveWhatWaits() {
  for (const area of root.querySelectorAll("textarea[data-path]")) {
    if (area.value !== area.defaultValue && area !== document.activeElement) save(area);
  }
}

function note(area, text) {
  area.parentElement.querySelector(".note").textContent = text;
}

async function drop(path) {
  const item = itemAt(path);
  if (await edit({ kind: "drop", path }, { done: `${item?.label ?? "The item"} is dropped from the brief.` })) hold(null);
}

function list(hand, drafted) {
  const once = parts(root);
  const audiences = JSON.stringify(store.state.audiences ?? []);
  const version = (item) => `${numberOf(item)} ${audiences}`;
  return [
    make(
      "p.sum",
      { "data-key": "sum" },
      counted(store.state.items?.length ?? 0, "item"),
      drafted ? `, ${drafted} drafted and to be confirmed` : "",
    ),
    [...bySection()].map(([section, items]) =>
      make(
        "section",
        { "data-key": section },
        make("h2", null, sectionName(section)),
        make("ul.listed", null, items.map((item) => (same(item.path, hand?.path) ? row(item, hand) : once(joined(item.path), version(item), () => row(item, hand))))),
      ),
    ),
  ];
}

function row(item, hand) {
  const isHere = same(item.path, hand?.path);
  const left = (store.state.audiences ?? []).filter((one) => item.readers && !item.readers.includes(one.name));
  const wrong = (item.quotes ?? []).some((quote) => quote.ok === false);
  return make(
    "li",
    { "data-key": joined(item.path) },
    button(
      make("span.number", null, item.label ?? ""),
      "hold",
      { class: isHere ? "row in-hand" : "row", "aria-expanded": String(isHere), "data-path": JSON.stringify(item.path) },
      make("span.text", { dir: "auto" }, item.text ?? ""),
      make(
        "span.marks",
        null,
        item.drafted ? make("b.badge", null, "to confirm") : null,
        wrong ? make("b.badge.error", null, "! misquoted") : null,
        item.cites?.length || item.quotes?.length ? null : make("span.badge", null, "cites nothing"),
        item.marking ? make("span.badge", null, item.marking) : null,
        left.length && left.length < (store.state.audiences ?? []).length ? make("span.badge", null, `not: ${left.map((one) => one.title).join(", ")}`) : null,
        item.readers && !item.readers.length ? make("span.badge", null, "reaches nobody") : null,
      ),
    ),
    isHere ? inHandForm(item) : null,
  );
}
