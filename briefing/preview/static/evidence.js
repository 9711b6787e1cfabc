// The article beside the brief: which paragraphs are cited and by what, which words are quoted, and what was misquoted.

import { button, counted, fill, joined, make, numberOf, onDo, parts, same, unseen } from "./dom.js";
import { misquote } from "./difference.js";
import { apart, brief, bySection, sectionName } from "./names.js";
import { prepareSelection, drawSelection } from "./selection.js";
import { hold, inHand, itemAt, listen, store } from "./store.js";

const root = document.getElementById("evidence");
let shown = null;
let walked = 1;

export function prepareEvidence() {
  onDo(root, {
    hold: (target) => hold(JSON.parse(target.dataset.path)),
    "let-go": () => hold(null),
    next: () => step(1),
    previous: () => step(-1),
    uncited: () => toUncited(),
  });
  root.addEventListener("change", (event) => {
    if (event.target.id === "hand") hold(event.target.value ? JSON.parse(event.target.value) : null);
    if (event.target.id === "article") {
      shown = event.target.value;
      walked = 1;
      drawEvidence();
    }
  });
  root.addEventListener("focusin", (event) => {
    const paragraph = event.target.closest(".para");
    if (paragraph && event.target === paragraph) walk(paragraph);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches(".para") || event.altKey || event.ctrlKey || event.metaKey) return;
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const all = [...root.querySelectorAll(".para")];
    all[all.indexOf(event.target) + way]?.focus();
  });
  prepareSelection(root);
  listen((what) => {
    if (what === "hand" && store.hand) showCited();
  });
}

function walk(paragraph) {
  const before = root.querySelector('.para[tabindex="0"]');
  if (before) before.tabIndex = -1;
  paragraph.tabIndex = 0;
  walked = Number(paragraph.dataset.paragraph);
}

/** The article that is shown. */
export function article() {
  const all = store.state.articles ?? [];
  return all.find((one) => one.key === shown) ?? all[0] ?? null;
}

export function drawEvidence() {
  const one = article();
  if (!one) {
    fill(root, make("p.empty", null, "No article can be read as the brief stands. The problems say why."));
    return;
  }
  const hand = inHand();
  const once = parts(root);
  const chosen = once("hand", `${numberOf(store.state.items ?? root)} ${hand ? joined(hand.path) : ""}`, () => chooser(hand));
  fill(root, chosen, facts(one), make("div.source", { "data-key": `article ${one.key}` }, blocks(one, hand, once)), guide());
  drawSelection();
}

function chooser(hand) {
  const groups = [...bySection()].map(([section, items]) =>
    make(
      "optgroup",
      { label: sectionName(section) },
      items.map((item) =>
        make("option", { value: JSON.stringify(item.path), selected: same(item.path, hand?.path) }, brief(item, 70)),
      ),
    ),
  );
  return make(
    "div.hand",
    { "data-key": "hand" },
    make(
      "label.choice",
      null,
      make("span", null, "Item in hand"),
      make("select", { id: "hand" }, make("option", { value: "", selected: !hand }, "none: choose one to see what it rests on"), groups),
    ),
    button("‹", "previous", { class: "quiet", "aria-label": "Previous item" }),
    button("›", "next", { class: "quiet", "aria-label": "Next item" }),
  );
}

function step(way) {
  const items = store.state.items ?? [];
  const hand = inHand();
  const here = hand ? items.findIndex((item) => same(item.path, hand.path)) : way > 0 ? -1 : 0;
  const next = items[(here + way + items.length) % items.length];
  if (next) hold(next.path);
}

function facts(one) {
  const paragraphs = one.blocks.filter((block) => block.paragraph !== null);
  const without = paragraphs.filter((block) => !block.cited_by?.length).length;
  const articles = store.state.articles;
  return make(
    "div.facts",
    { "data-key": "facts" },
    articles.length > 1 ? make("h2.unseen", null, `Article ${one.key}: ${one.title ?? ""}`) : null,
    articles.length > 1
      ? make(
          "label.choice",
          null,
          make("span", null, "Article"),
          make(
            "select",
            { id: "article" },
            articles.map((each) => make("option", { value: each.key, selected: each.key === one.key }, `${each.key}: ${apart(each.title ?? "")}`)),
          ),
        )
      : make("h2", null, `${one.key}: `, make("bdi", null, one.title || one.publisher || "")),
    make(
      "p",
      null,
      [
        one.publisher && make("bdi", null, one.publisher),
        one.marking,
        one.verbatim === false ? "not the speakers’ own wording" : null,
        `${paragraphs.length - without} of ${counted(paragraphs.length, "paragraph")} cited`,
      ]
        .filter(Boolean)
        .flatMap((fact, index) => (index ? [" · ", fact] : [fact])),
      " ",
      without ? button(`${without} not cited: next`, "uncited", { class: "quiet" }) : null,
    ),
  );
}

function blocks(one, hand, once) {
  const cites = (hand?.cites ?? []).concat((hand?.quotes ?? []).flatMap((quote) => quote.cites ?? []));
  const isLit = (number) => cites.some((cite) => cite.article === one.key && cite.first <= number && number <= (cite.last ?? cite.first));
  const wrong = misquotes(one.key);
  return one.blocks.map((block, index) =>
    block.paragraph === null
      ? make("h3", { dir: "auto", "data-key": `heading ${index}` }, block.text)
      : once(`paragraph ${block.paragraph}`, version(block, hand, isLit(block.paragraph), wrong.get(block.paragraph)), () =>
          paragraph(one, block, hand, isLit(block.paragraph), wrong.get(block.paragraph) ?? []),
        ),
  );
}

/** All that a paragraph is drawn from. */
function version(block, hand, isLit, wrong) {
  const citing = (block.cited_by ?? []).map((path) => itemAt(path)).filter(Boolean);
  const isConcerned = hand && (isLit || citing.includes(hand) || (block.lit ?? []).some((span) => itemAt(span.path) === hand));
  return [
    numberOf(block),
    isConcerned ? numberOf(hand) : "",
    isLit,
    block.paragraph === walked,
    ...citing.map(numberOf),
    ...(wrong ?? []).map(({ item }) => numberOf(item)),
  ].join(" ");
}

function misquotes(key) {
  const found = new Map();
  for (const item of store.state.items ?? []) {
    for (const quote of item.quotes ?? []) {
      const near = quote.difference;
      if (near?.article !== key) continue;
      found.set(near.paragraph, [...(found.get(near.paragraph) ?? []), { item, quote }]);
    }
  }
  return found;
}

function paragraph(one, block, hand, isLit, wrong) {
  const number = block.paragraph;
  const citing = new Map((block.cited_by ?? []).map((path) => itemAt(path)).filter(Boolean).map((item) => [joined(item.path), item]));
  const state = isLit ? "lit" : citing.size ? "cited" : "uncited";
  const label = `Paragraph ${number}: ${citing.size ? `cited by ${counted(citing.size, "item")}` : "not cited"}${isLit ? ", and by the item in hand" : ""}`;
  return make(
    `div.para.${state}`,
    {
      "data-key": `paragraph ${number}`,
      "data-paragraph": number,
      "data-article": one.key,
      role: "group",
      tabindex: number === walked ? 0 : -1,
      "aria-label": label,
      "aria-describedby": "how-to-select",
    },
    make("div.margin", { "aria-hidden": "true" }, make("b", null, number), citing.size ? null : make("small", null, "not cited")),
    make("p.words", { dir: "auto" }, marked(block, hand)),
    citing.size
      ? make(
          "p.citing",
          null,
          unseen("Cited by "),
          [...citing.values()].map((item) =>
            button(item.label || sectionName(item.section), "hold", {
              class: same(item.path, hand?.path) ? "chip in-hand" : "chip",
              title: `${sectionName(item.section)}: ${brief(item, 90)}`,
              "data-path": JSON.stringify(item.path),
            }),
          ),
        )
      : null,
    wrong.map(({ item, quote }) =>
      make(
        "div.misquoted",
        { "data-of": joined(item.path) },
        make("p", null, make("b", null, "! Misquoted"), " in ", button(brief(item, 40), "hold", { class: "quiet", "data-path": JSON.stringify(item.path) })),
        make("p.words.difference", { dir: "auto" }, misquote(quote.difference, quote.text)),
        make("p.legend", null, make("del", null, "your words"), " ", make("ins", null, "the article’s")),
      ),
    ),
  );
}

/** The words of a paragraph, those that are quoted marked; those of the item in hand more than the others. */
function marked({ text, lit }, hand) {
  const points = /[\ud800-\udfff]/.test(text) ? [...text] : text;
  const part = (start, end) => (typeof points === "string" ? points.slice(start, end) : points.slice(start, end).join(""));
  const spans = (lit ?? []).filter((span) => span.end > span.start);
  const edges = [...new Set([0, points.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1];
    const over = spans.filter((span) => span.start <= start && end <= span.end);
    const words = part(start, end);
    if (!over.length) return words;
    const isMine = hand && over.some((span) => same(itemAt(span.path)?.path, hand.path));
    return make(isMine ? "mark.mine" : "mark", null, words);
  });
}

const guide = () =>
  make(
    "p.legend",
    { id: "how-to-select", "data-key": "guide" },
    "Select words with the mouse, or press Enter in a paragraph and choose words with the arrow keys and Shift; Enter again opens what can be made of them.",
  );

function toUncited() {
  const all = [...root.querySelectorAll(".para.uncited")];
  const next = all.find((one) => Number(one.dataset.paragraph) > walked) ?? all[0];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

/** Bring into view what the item in hand misquotes, or else the first paragraph that it rests on. */
export function showCited() {
  if (root.hidden) return;
  const hand = inHand();
  const wrong = hand?.quotes?.find((quote) => quote.difference)?.difference;
  const first = wrong ?? hand?.cites?.[0] ?? hand?.quotes?.[0]?.cites?.[0];
  if (first && first.article !== article()?.key) {
    shown = first.article;
    drawEvidence();
  }
  const there = hand && [...root.querySelectorAll(".misquoted")].find((one) => one.dataset.of === joined(hand.path));
  const lit = there ?? root.querySelector(".para.lit");
  if (!lit) return;
  const [box, frame] = [lit.getBoundingClientRect(), root.getBoundingClientRect()];
  if (box.top < frame.top + 60 || box.bottom > frame.bottom) lit.scrollIntoView({ block: "center" });
}
