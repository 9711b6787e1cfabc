// What is wrong, where, and what mends it.

import { button, counted, fill, make, onDo } from "./dom.js";
import { misquote } from "./difference.js";
import { Refusal, send } from "./link.js";
import { hold, inView, itemAt, look, store, view } from "./store.js";
import { say } from "./write.js";

const root = document.getElementById("problems");
const NAMES = { error: "Error", warning: "Warning" };

export function prepareProblems() {
  onDo(root, {
    open: (target) => open(JSON.parse(target.dataset.place)),
    hold: (target) => hold(JSON.parse(target.dataset.path)),
    look: (target) => look({ audience: target.dataset.audience }),
  });
}

/** All problems that matter for what is in view: those of the brief, then those of this print. */
export function problemsInView() {
  const common = store.state.problems ?? [];
  return { common, own: (inView()?.problems ?? []).filter((one) => !common.some((other) => isSame(one, other))) };
}

const isSame = (one, other) =>
  one.code === other.code && one.line === other.line && one.message === other.message && one.audience === other.audience;

function tally({ common, own }) {
  const all = [...common, ...own];
  return [all.length, all.filter((one) => one.severity === "error").length];
}

/** Say on the tab how many problems there are. */
export function nameProblems() {
  const [all, errors] = tally(problemsInView());
  fill(
    document.getElementById("tab-problems"),
    "Problems ",
    make("b.badge", { class: errors ? "badge error" : "badge" }, errors ? `! ${all}` : String(all)),
  );
}

export function drawProblems() {
  const { common, own } = problemsInView();
  const [all, errors] = tally({ common, own });
  fill(
    root,
    make("p.sum", null, sum(all, errors)),
    list(common),
    own.length ? make("h2", null, `In this print: ${view().of?.title ?? ""}`) : null,
    list(own),
    elsewhere(),
  );
}

function sum(all, errors) {
  if (!all) return "No problems. Every quotation stands in its article as it is quoted.";
  const warnings = all - errors;
  return [errors && counted(errors, "error"), warnings && counted(warnings, "warning")].filter(Boolean).join(", ");
}

function list(problems) {
  const sorted = [...problems].sort((one, other) => weight(one) - weight(other) || (one.line ?? 0) - (other.line ?? 0));
  return sorted.length ? make("ul.found", null, sorted.map(problem)) : null;
}

const weight = (one) => (one.severity === "error" ? 0 : 1);

function problem(one) {
  const item = itemAt(one.path);
  return make(
    `li.problem.${one.severity}`,
    { "data-key": `${one.code} ${one.audience ?? ""} ${(one.path ?? []).join("/")} ${one.line ?? ""} ${one.message}` },
    make(
      "p.head",
      null,
      make("b.badge", { class: `badge ${one.severity}` }, NAMES[one.severity] ?? one.severity),
      make("span.code", null, one.code),
      one.audience ? make("span.code", null, titleOf(one.audience)) : null,
      make("span.spring"),
      item ? button("Show item", "hold", { class: "quiet", "data-path": JSON.stringify(one.path) }) : null,
      one.file
        ? button(placeOf(one), "open", { class: "quiet", title: "Open in your editor", "data-place": JSON.stringify(one) })
        : null,
    ),
    make("p.message", { dir: "auto" }, sentence(one.message)),
    one.difference
      ? make("p.words.difference", { dir: "auto" }, misquote(one.difference, one.difference.quotation))
      : source(one),
    one.hint ? make("p.hint", null, make("b", null, "Fix: "), make("span", { dir: "auto" }, one.hint)) : null,
  );
}

const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
const titleOf = (name) => store.state.audiences?.find((one) => one.name === name)?.title ?? name;
const placeOf = ({ file, line }) => `${file.split("/").at(-1)}${line ? `, line ${line}` : ""}`;

function source({ source: text, column, line }) {
  if (!text?.trim()) return null;
  const start = text.length - text.trimStart().length;
  return make("pre", { dir: "auto", tabindex: -1 }, make("span.number", { "aria-hidden": "true" }, line), text.slice(Math.min(start, (column ?? 1) - 1)));
}

function elsewhere() {
  const others = (store.state.audiences ?? []).flatMap((one) => {
    if (one.name === view().audience) return [];
    const found = Object.values(store.state.variants?.[one.name] ?? {}).flatMap((print) => print.problems ?? []);
    const own = found.filter((problem) => !(store.state.problems ?? []).some((other) => isSame(problem, other)));
    return own.length ? [button(`${one.title}: ${counted(own.length, "problem")}`, "look", { "data-audience": one.name })] : [];
  });
  return others.length ? make("p.elsewhere", null, "In other variants: ", others) : null;
}

async function open(place) {
  if (itemAt(place.path)) hold(place.path);
  try {
    await send("open", { file: place.file, line: place.line ?? 1, column: place.column ?? 1 });
    say(`Opened ${placeOf(place)} in your editor.`);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    say(`${refusal.message} ${refusal.hint}`);
  }
}
