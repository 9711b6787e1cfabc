// How two texts differ, word by word. What is gone is struck out, what came is underlined; neither by colour alone.

import { make, unseen } from "./dom.js";

const WORDS = /\s+|[\p{L}\p{M}\p{N}]+(?:['’.,][\p{L}\p{M}\p{N}]+)*|[^\s]/gu;
const LONGEST = 4_000_000;
const plain = (word) => word.replace(/[“”„«»]/g, '"').replace(/[‘’]/g, "'").replace(/[–—]/g, "-").replace(/\s+/g, " ");

/** The pieces of two lists: [{kind: "same" | "out" | "in", one, other}] with the parts that each piece is made of. */
export function compare(one, other, alike = (a, b) => a === b) {
  let head = 0;
  while (head < one.length && head < other.length && alike(one[head], other[head])) head += 1;
  let tail = 0;
  while (
    tail < one.length - head &&
    tail < other.length - head &&
    alike(one[one.length - 1 - tail], other[other.length - 1 - tail])
  )
    tail += 1;
  const a = one.slice(head, one.length - tail);
  const b = other.slice(head, other.length - tail);
  const pieces = [];
  if (head) pieces.push({ kind: "same", parts: other.slice(0, head) });
  pieces.push(...middle(a, b, alike));
  if (tail) pieces.push({ kind: "same", parts: other.slice(other.length - tail) });
  return pieces;
}

function middle(a, b, alike) {
  if (a.length * b.length > LONGEST) return [piece("out", a), piece("in", b)].filter((one) => one.parts.length);
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = alike(a[i], b[j])
        ? longest[(i + 1) * width + j + 1] + 1
        : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const pieces = [];
  const add = (kind, part) => {
    if (pieces.at(-1)?.kind === kind) pieces.at(-1).parts.push(part);
    else pieces.push(piece(kind, [part]));
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && alike(a[i], b[j])) {
      add("same", b[j]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      add("out", a[i]);
      i += 1;
    } else {
      add("in", b[j]);
      j += 1;
    }
  }
  return pieces;
}

const piece = (kind, parts) => ({ kind, parts });

/** What turns one text into another, as elements: words struck out, words put in. */
export function words(one, other, said = { out: "gone:", in: "new:" }) {
  const cut = (text) => text.match(WORDS) ?? [];
  return compare(cut(one), cut(other), (a, b) => plain(a) === plain(b)).map(({ kind, parts }) =>
    shown(kind, parts.join(""), said),
  );
}

/** One piece as an element; `said` is what a screen reader says before it. */
export function shown(kind, text, said = { out: "gone:", in: "new:" }) {
  if (kind === "same") return text;
  const [, before, core, after] = /^(\s*)(.*?)(\s*)$/su.exec(text);
  if (!core) return text;
  return [before, make(kind === "out" ? "del" : "ins", null, unseen(`[${said[kind]} `), core, unseen("]")), after];
}

/** How a quotation differs from the article: its own words struck out, the article’s put in their place. */
export function misquote(difference, quotation) {
  const said = { out: "the quotation has:", in: "the article has:" };
  const pieces = difference.pieces ?? [];
  const quoted = quotation ?? difference.quotation ?? pieces.map((one) => one.quotation).join("");
  // What stands for words left out, or was put in by the editor, only the server can hold against the article.
  if (!/…|\.\.\.|\[/.test(quoted) || !pieces.length) return words(quoted, difference.passage ?? "", said);
  return pieces.map((one) =>
    one.kind === "same"
      ? one.quotation ?? one.article
      : [one.quotation && shown("out", one.quotation, said), one.article && shown("in", one.article, said)],
  );
}
