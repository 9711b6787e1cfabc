// What sections, fields and items are called here.

import { store } from "./store.js";

const SECTIONS = {
  bottom_line: "Bottom line",
  context: "Context",
  timeline: "Timeline",
  key_actors: "Key actors",
  stakes: "Stakes",
  expert_views: "Expert views",
  open_questions: "Open questions",
  options: "Options",
  recommendations: "Recommendations",
  further_reading: "Further reading",
};
const FIELDS = {
  text: "Text",
  name: "Name",
  role: "Role",
  interest: "Interest",
  expert: "Expert",
  affiliation: "Affiliation",
  view: "View",
  question: "Question",
  why: "Why it matters",
  watch_for: "What to watch for",
  for: "In favour",
  against: "Against",
  default: "",
};

export const sectionName = (key) => SECTIONS[key] ?? key.replaceAll("_", " ");

/** A field by its path inside an item: “Text”, “In favour 2”, “Text, for the Public”. */
export function fieldName(inside) {
  return inside
    .map((part) => (typeof part === "number" ? part + 1 : FIELDS[part] ?? titleOf(part)))
    .filter((part) => part !== "")
    .join(" ");
}

const titleOf = (name) => {
  const audience = store.state.audiences?.find((one) => one.name === name);
  return audience ? `(${audience.title})` : String(name);
};

/** An item in few words: its number and the beginning of what it says. */
export const brief = (item, length = 60) => `${item.label ?? ""} ${apart(shortened(item.text ?? "", length))}`.trim();

/** A text that keeps its direction to itself, where no element can stand around it. */
export const apart = (text) => `\u2068${text}\u2069`;

export function shortened(text, length) {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length / 2))}…`;
}

/** A citation as the brief writes it. */
export const cited = ({ article, first, last }) => `${article}${first}${last && last !== first ? `-${last}` : ""}`;

/** Items in groups of their section, in the order of the brief. */
export function bySection() {
  const groups = new Map();
  for (const item of store.state.items ?? []) {
    if (!groups.has(item.section)) groups.set(item.section, []);
    groups.get(item.section).push(item);
  }
  return groups;
}


/** A day as it is read; whatever is no day stays as it stands. */
export function dayOf(date) {
  const known = date && new Date(`${date}T00:00:00Z`);
  if (!known || Number.isNaN(known.getTime())) return date ?? "";
  return known.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}
