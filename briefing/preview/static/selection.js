// Words selected in the article, by mouse or by keys, and what can be made of them: a quotation, an actor, a citation.

import { button, make, onDo } from "./dom.js";
import { askWhose } from "./whose.js";
import { brief } from "./names.js";
import { inHand, store } from "./store.js";
import { edit, say } from "./write.js";

const tools = make("div.selected", { role: "toolbar", "aria-label": "With the selected words", hidden: true });
let chosen = null;
let from = null;

export function prepareSelection(root) {
  document.querySelector("main").append(tools);
  document.addEventListener("selectionchange", () => {
    if (!tools.contains(document.activeElement)) choose(read());
  });
  root.addEventListener("scroll", placeTools);
  addEventListener("resize", placeTools);
  addEventListener("scroll", placeTools);
  // A click on a button must not take the selection away.
  tools.addEventListener("mousedown", (event) => event.preventDefault());
  onDo(tools, { quote, actor, cite });
  tools.addEventListener("keydown", moveInTools);
  root.addEventListener("keydown", chooseByKeys);
}

/** The selected words as the server counts them, in characters of one paragraph; null where nothing is selected. */
function read() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const [first, last] = [range.startContainer, range.endContainer].map((node) =>
    (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("#evidence .para"),
  );
  if (!first) return null;
  const words = first.querySelector(".words");
  // A double click over the end of a paragraph reaches to the beginning of the next one, and means this one.
  const reaches = last && last !== first && offset(last.querySelector(".words"), range.endContainer, range.endOffset) > 0;
  const until = (reaches ? last : first).querySelector(".words");
  const start = offset(words, range.startContainer, range.startOffset);
  const end = reaches || last === first ? offset(until, range.endContainer, range.endOffset) : length(words);
  const [head, tail] = reaches ? [cut(words, start), cut(until, 0, end)] : [cut(words, start, end), ""];
  if (!(head + tail).trim()) return null;
  return {
    article: first.dataset.article,
    paragraph: Number(first.dataset.paragraph),
    last: Number((reaches ? last : first).dataset.paragraph),
    start: start + spaces(head, /^\s*/u),
    end: end - spaces(reaches ? tail : head, /\s*$/u),
    words: `${head.trimStart()} ${tail.trimEnd()}`.trim(),
    range: range.cloneRange(),
  };
}

const cut = (words, start, end) => [...words.textContent].slice(start, end).join("");
const spaces = (text, where) => [...where.exec(text)[0]].length;

const length = (words) => [...words.textContent].length;

function offset(words, node, at) {
  if (!words.contains(node)) return words.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING ? 0 : length(words);
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, at);
  return [...range.toString()].length;
}

function choose(what) {
  chosen = what;
  drawSelection();
}

/** Draw the toolbar for the words that are selected, or put it away. */
export function drawSelection() {
  // The buttons are made anew: whoever stood on one stands on its successor.
  const held = tools.contains(document.activeElement) ? document.activeElement.dataset.do : null;
  tools.hidden = !chosen;
  if (!chosen) return;
  const hand = inHand();
  const place = `${chosen.article}${chosen.paragraph}${chosen.last > chosen.paragraph ? `-${chosen.last}` : ""}`;
  const isOne = chosen.last === chosen.paragraph;
  const isQuotable = chosen.last - chosen.paragraph < 2;
  tools.replaceChildren(
    isQuotable ? button("Quotation of …", "quote", { tabindex: 0 }) : "",
    isOne ? button("Actor", "actor", { tabindex: -1 }) : "",
    button(hand ? `Cite ${place} for ${brief(hand, 24)}` : `Cite ${place}`, "cite", {
      tabindex: isQuotable ? -1 : 0,
      title: hand ? null : "Choose the item in hand first",
    }),
  );
  placeTools();
  if (held) (tools.querySelector(`[data-do="${held}"]`) ?? tools.querySelector("button")).focus();
}

function placeTools() {
  if (tools.hidden || !chosen) return;
  const box = chosen.range.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tools;
  const above = box.top - height - 8;
  tools.style.insetBlockStart = `${above > 60 ? above : Math.min(box.bottom + 8, innerHeight - height - 8)}px`;
  tools.style.left = `${Math.max(8, Math.min(box.left + box.width / 2 - width / 2, innerWidth - width - 8))}px`;
}

const place = ({ article, paragraph, last, start, end, words }) => ({
  article,
  paragraph,
  start,
  end,
  words,
  ...(last > paragraph ? { last } : {}),
});

async function quote() {
  const what = chosen;
  const whose = await askWhose(what);
  if (!whose) return;
  await made({ kind: "quote", ...place(what), ...whose }, `Quoted from ${what.article}${what.paragraph}.`);
}

const actor = () => made({ kind: "actor", ...place(chosen) }, `${chosen.words} is a key actor now.`);

async function cite() {
  const hand = inHand();
  if (!hand) {
    say("Choose the item in hand first, then cite.");
    document.getElementById("hand")?.focus();
    return;
  }
  const { article, paragraph, last } = chosen;
  await made(
    { kind: "cite", path: hand.path, article, paragraph, ...(last > paragraph ? { last } : {}) },
    `${article}${paragraph}${last > paragraph ? `-${last}` : ""} is cited by ${hand.label ?? "the item in hand"}.`,
  );
}

async function made(what, done) {
  if (await edit(what, { done })) {
    getSelection().removeAllRanges();
    choose(null);
    from?.focus();
  }
}

function moveInTools(event) {
  const all = [...tools.querySelectorAll("button")];
  const here = all.indexOf(document.activeElement);
  const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
  if (there !== undefined) {
    event.preventDefault();
    all[(there + all.length) % all.length]?.focus();
  } else if (event.key === "Escape") {
    from?.focus();
  }
}

/**
 * In a paragraph: Enter begins with its first word, arrows go on, with Shift they take more; Enter again leads to the tools.
 *
 * What is selected is read at once: the browser tells of it later, and the next key may come before that.
 */
function chooseByKeys(event) {
  const paragraph = event.target.closest(".para");
  if (!paragraph || event.target !== paragraph || event.altKey || event.ctrlKey || event.metaKey) return;
  const selection = getSelection();
  const words = paragraph.querySelector(".words");
  const isHere = !selection.isCollapsed && words.contains(selection.anchorNode);
  if (event.key === "Enter") {
    event.preventDefault();
    from = paragraph;
    if (isHere && chosen) {
      tools.querySelector("button")?.focus();
      return;
    }
    selection.collapse(words, 0);
    selection.modify("extend", "forward", "word");
    choose(read());
  } else if (isHere && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    event.preventDefault();
    const way = event.key === "ArrowRight" ? "right" : "left";
    if (!event.shiftKey) {
      selection.modify("move", way, "word");
      selection.modify("extend", "forward", "word");
    } else {
      selection.modify("extend", way, "word");
    }
    choose(read());
  } else if (isHere && event.shiftKey && (event.key === "End" || event.key === "Home")) {
    event.preventDefault();
    selection.extend(words, event.key === "End" ? words.childNodes.length : 0);
    choose(read());
  } else if (isHere && event.key === "Escape") {
    event.preventDefault();
    selection.removeAllRanges();
    choose(null);
  }
}
