// Two versions of brief.yaml: the one on disk, and the one with what was written here. Both are kept, whichever stands.

import { button, make, onDo } from "./dom.js";
import { compare, words } from "./difference.js";

const AROUND = 2;
let open = null;
let withdrawn = () => {};

/** Somebody has decided in another window: nothing is asked any more. */
export const withdraw = () => withdrawn();

/** Ask which version is to stand: "mine", "disk", or null where it was put off. */
export function askAbout(conflict) {
  if (open) return open;
  open = new Promise((resolve) => {
    const dialog = make(
      "dialog.conflict",
      { "aria-labelledby": "conflict-title" },
      make("h2", { id: "conflict-title" }, `${nameOf(conflict)} was changed on disk while you wrote`),
      make(
        "p",
        null,
        "Choose which version is to stand. The other one is kept in a file beside it, so that nothing is lost.",
      ),
      make("div.versions", { tabindex: 0, role: "region", "aria-label": "What differs" }, differences(conflict)),
      make(
        "p.buttons",
        null,
        button("Keep what is on disk", "disk"),
        button("Keep what I wrote", "mine", { class: "primary" }),
        make("span.spring"),
        button("Decide later", "later", { class: "quiet" }),
      ),
    );
    const end = (answer) => {
      open = null;
      withdrawn = () => {};
      dialog.remove();
      resolve(answer);
    };
    onDo(dialog, { disk: () => end("disk"), mine: () => end("mine"), later: () => end(null) });
    dialog.addEventListener("cancel", () => end(null));
    withdrawn = () => end(null);
    document.querySelector("main").append(dialog);
    dialog.showModal();
  });
  return open;
}

const nameOf = (conflict) => (conflict.file ?? "brief.yaml").split("/").at(-1);

function differences({ differences: told, disk, mine }) {
  if (told?.length) {
    return told.map((one) =>
      make(
        "section",
        null,
        make("h3", { dir: "auto" }, one.label ?? (one.path ?? []).join(" › ")),
        row("On disk", one.disk, one.base ?? one.mine),
        row("Yours", one.mine, one.base ?? one.disk),
      ),
    );
  }
  const pieces = compare((disk ?? "").split("\n"), (mine ?? "").split("\n"));
  return make(
    "pre.lines",
    null,
    make("p.legend", null, make("del", null, "struck out: only on disk"), " · ", make("ins", null, "underlined: only yours")),
    pieces.map(({ kind, parts }, index) => {
      if (kind === "out") return make("del.line", null, parts.join("\n"), "\n");
      if (kind === "in") return make("ins.line", null, parts.join("\n"), "\n");
      const head = index ? parts.slice(0, AROUND) : [];
      const tail = index < pieces.length - 1 ? parts.slice(Math.max(head.length, parts.length - AROUND)) : [];
      const gap = parts.length > head.length + tail.length ? ["⋯"] : [];
      return `${[...head, ...gap, ...tail].join("\n")}\n`;
    }),
  );
}

const row = (label, text, against) =>
  make(
    "div.version",
    null,
    make("b", null, label),
    make("p.words", { dir: "auto" }, text === null || text === undefined ? make("i", null, "not there") : words(against ?? "", text)),
  );
