// Whose words they are: a view that is there already, or somebody new.

import { button, make, onDo } from "./dom.js";
import { shortened } from "./names.js";
import { store } from "./store.js";

/** Ask whose words were selected: {view: path} or {expert, affiliation}, or null. */
export function askWhose({ words, article, paragraph }) {
  return new Promise((resolve) => {
    const views = (store.state.items ?? []).filter((item) => item.section === "expert_views" && item.path.length === 2);
    const who = make(
      "select",
      { id: "whose" },
      views.map((item) => make("option", { value: JSON.stringify(item.path) }, item.text)),
      make("option", { value: "" }, "Somebody new …"),
    );
    const name = make("input", { type: "text", id: "expert", autocomplete: "off", required: true });
    const affiliation = make("input", { type: "text", id: "affiliation", autocomplete: "off" });
    const fresh = make(
      "div.fresh",
      { hidden: views.length > 0 },
      make("label", null, "Name", name),
      make("label", null, "Affiliation, if known", affiliation),
    );
    const form = make(
      "form",
      { method: "dialog" },
      make("h2", { id: "whose-title" }, "Whose words are these?"),
      make("blockquote.words", { dir: "auto" }, shortened(words, 300), make("small", null, ` ${article}${paragraph}`)),
      make("label", null, "Expert view", who),
      fresh,
      make("p.buttons", null, make("button.primary", { type: "submit" }, "Quote"), button("Cancel", "cancel")),
    );
    const dialog = make("dialog", { "aria-labelledby": "whose-title" }, form);
    const end = (answer) => {
      dialog.remove();
      resolve(answer);
    };
    const choose = () => {
      fresh.hidden = who.value !== "";
      name.required = !fresh.hidden;
    };
    who.addEventListener("change", choose);
    choose();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (who.value) end({ view: JSON.parse(who.value) });
      else end({ expert: name.value.trim(), ...(affiliation.value.trim() ? { affiliation: affiliation.value.trim() } : {}) });
    });
    onDo(dialog, { cancel: () => end(null) });
    dialog.addEventListener("cancel", () => end(null));
    document.querySelector("main").append(dialog);
    dialog.showModal();
    (views.length ? who : name).focus();
  });
}
