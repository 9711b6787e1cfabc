// Keys that work wherever nothing is being typed, and the dialog that lists them.

import { button, make, onDo } from "./dom.js";

const SHORTCUTS = [
  ["1 – 4", "Problems, Evidence, Items, Editions"],
  ["p", "To the pages"],
  ["[  ]", "Audience before, audience after"],
  ["j  k", "Next item, item before"],
  ["g", "As in grey"],
  ["s", "Spread"],
  ["Ctrl Z", "Undo; with Shift, redo"],
  ["Ctrl Enter", "Save the text that is being edited (leaving it saves it too)"],
  ["Esc", "In a text: as it was"],
  ["Enter", "In a paragraph of the article: choose words, with arrows and Shift; again: what can be made of them"],
  ["?", "This list"],
];

/** Single keys can be switched off: who speaks to the machine may press them without meaning to (WCAG 2.1.4). */
const areOn = () => localStorage.getItem("keys") !== "off";

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog") !== null;

/** Call the function of a key: a plain character, or “undo” and “redo”. */
export function prepareKeys(deeds) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    let name = null;
    if (isCommand && key === "z") name = event.shiftKey ? "redo" : "undo";
    else if (isCommand && key === "y") name = "redo";
    else if (!isCommand && (areOn() || event.key === "?")) name = event.key;
    const deed = deeds[name];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}

/** Show the list of keys. */
export function help() {
  const dialog = make(
    "dialog",
    { "aria-labelledby": "help-title" },
    make("h2", { id: "help-title" }, "Keys"),
    make("dl.keys", null, SHORTCUTS.map(([keys, does]) => [make("dt", null, make("kbd", null, keys)), make("dd", null, does)])),
    make(
      "label.switch",
      null,
      make("input", { type: "checkbox", checked: areOn(), "data-do": "switch" }),
      "Single keys do this",
    ),
    make("p.buttons", null, button("Close", "close", { class: "primary" })),
  );
  onDo(dialog, {
    close: () => dialog.close(),
    switch: (box) => localStorage.setItem("keys", box.checked ? "on" : "off"),
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.querySelector("main").append(dialog);
  dialog.showModal();
}
