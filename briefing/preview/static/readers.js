// Who gets an item: its marking and its audiences. What would come of a choice is shown before it is saved.

import { button, make, onDo } from "./dom.js";
import { apart } from "./names.js";
import { itemAt, store } from "./store.js";
import { edit, tryOut } from "./write.js";

export function prepareReaders(root) {
  root.addEventListener("change", ({ target }) => {
    const form = target.closest("[data-readers]");
    if (form) foresee(form);
  });
  onDo(root, {
    "save-readers": (target) => save(target.closest("[data-readers]")),
    "leave-readers": (target) => leave(target.closest("[data-readers]")),
  });
}

/** The form, as the item is now. */
export function drawReaders(item) {
  const audiences = store.state.audiences ?? [];
  const path = JSON.stringify(item.path);
  const known = store.state.markings ?? [];
  const markings = item.marking && !known.includes(item.marking) ? [...known, item.marking] : known;
  return make(
    "fieldset.readers",
    { "data-key": "readers" },
    make("legend", null, "Who gets it"),
    make(
      "div",
      { "data-readers": "marking", "data-path": path, "data-key": "marking" },
      make(
        "label.choice",
        null,
        make("span", null, "Marking"),
        make(
          "select",
          { name: "marking" },
          make("option", { value: "", selected: !item.marking }, "that of the brief"),
          markings.map((each) => make("option", { value: each, selected: each === item.marking }, each)),
        ),
      ),
      make("div.foreseen", { role: "status", "data-island": "foreseen" }),
    ),
    make(
      "div",
      { "data-readers": "audiences", "data-path": path, "data-key": "audiences" },
      make(
        "div.boxes",
        null,
        audiences.map((one) =>
          make(
            "label",
            { "data-key": one.name },
            make("input", { type: "checkbox", name: "audience", value: one.name, checked: isWanted(item, one.name) }),
            make("span", { dir: "auto" }, one.title),
          ),
        ),
      ),
      make("div.foreseen", { role: "status", "data-island": "foreseen" }),
    ),
    make("p.note", { "data-key": "now" }, `Now: ${listed(item.readers)}`),
  );
}

const isWanted = (item, name) => (item.only?.length ? item.only.includes(name) : !(item.except ?? []).includes(name));

function listed(names) {
  if (!names) return "not known";
  const titles = (store.state.audiences ?? []).filter((one) => names.includes(one.name)).map((one) => apart(one.title));
  return titles.length ? titles.join(", ") : "nobody";
}

/** The edit that a form stands for; null where it says what is so already, or nothing that can be said. */
function wanted(form) {
  const path = JSON.parse(form.dataset.path);
  const item = itemAt(path);
  if (form.dataset.readers === "marking") {
    const marking = form.querySelector("select").value || null;
    return marking === (item.marking ?? null) ? null : { kind: "marking", path, marking };
  }
  const boxes = [...form.querySelectorAll("input")];
  const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
  const others = boxes.filter((box) => !box.checked).map((box) => box.value);
  if (boxes.every((box) => box.checked === isWanted(item, box.value))) return null;
  if (!others.length) return { kind: "audiences", path, only: null, except: null };
  if (item.except?.length && !item.only?.length && ticked.length) return { kind: "audiences", path, only: null, except: others };
  return ticked.length ? { kind: "audiences", path, only: ticked, except: null } : "nobody";
}

async function foresee(form) {
  const shown = form.querySelector(".foreseen");
  for (const input of form.querySelectorAll("select, input")) input.dataset.ownTouched = "yes";
  const what = wanted(form);
  if (!what) {
    leave(form);
    return;
  }
  if (what === "nobody") {
    shown.replaceChildren(make("p", null, "Leave one audience at least, or drop the item."), undoing());
    return;
  }
  shown.replaceChildren(make("p", null, "Looking who would get it…"));
  const found = await tryOut(what);
  if (JSON.stringify(wanted(form)) !== JSON.stringify(what)) return;
  const item = itemAt(what.path);
  const lost = found?.readers ? (item?.readers ?? []).filter((name) => !found.readers.includes(name)) : [];
  const gained = found?.readers ? found.readers.filter((name) => !(item?.readers ?? []).includes(name)) : [];
  shown.replaceChildren(
    make("p", null, make("b", null, "Would reach: "), found?.readers ? listed(found.readers) : "not known before it is saved"),
    lost.length ? make("p", null, `No longer: ${listed(lost)}`) : "",
    gained.length ? make("p", null, `New: ${listed(gained)}`) : "",
    ...(found?.left ?? []).filter((one) => one.why).map((one) => make("p.note", null, `${listed([one.name])}: ${one.why}`)),
    make("p.buttons", null, button("Save", "save-readers", { class: "primary" }), undoing()),
  );
}

const undoing = () => button("Leave as it is", "leave-readers", { class: "quiet" });

async function save(form) {
  const what = wanted(form);
  if (what && what !== "nobody" && (await edit(what, { done: "Saved." }))) leave(form);
}

function leave(form) {
  const item = itemAt(JSON.parse(form.dataset.path));
  form.querySelector(".foreseen").replaceChildren();
  for (const input of form.querySelectorAll("select, input")) {
    delete input.dataset.ownTouched;
    if (!item) continue;
    if (input.name === "marking") input.value = item.marking ?? "";
    else input.checked = isWanted(item, input.value);
  }
}
