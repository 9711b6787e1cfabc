// Making and changing elements. What is drawn anew is laid over what is there, so that focus, scroll and typed text stay.

/** An element: make("li.changed", {title: "…"}, child, …). Attributes that are null, undefined or false are left out. */
export function make(what, attributes, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** Make what stands in an element the same as these children, changing only what differs. */
export function fill(element, ...children) {
  const wanted = make("div", null, ...children);
  mend(element, wanted);
}

/**
 * Parts that are made only where they are new: once(key, version, draw), where `version` says all that a part is made of.
 * What stands in the root in that version already is left as it is.
 */
export function parts(root) {
  const there = new Map([...root.querySelectorAll("[data-version]")].map((one) => [one.dataset.key, one]));
  return (key, version, draw) => {
    const known = there.get(key);
    if (known?.dataset.version === version) return make(known.nodeName.toLowerCase(), { "data-key": key, "data-same": "yes" });
    const fresh = draw();
    Object.assign(fresh.dataset, { key, version });
    return fresh;
  };
}

const numbers = new WeakMap();
let last = 0;

/** A number for an object, the same for as long as it is there. */
export function numberOf(object) {
  if (!numbers.has(object)) numbers.set(object, (last += 1));
  return numbers.get(object);
}

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.dataset.key : undefined);

function mend(old, wanted) {
  const keyed = new Map();
  for (const child of old.childNodes) if (keyOf(child)) keyed.set(keyOf(child), child);
  let place = old.firstChild;
  for (const child of [...wanted.childNodes]) {
    const key = keyOf(child);
    let match = null;
    if (key !== undefined) match = keyed.get(key) ?? null;
    else if (place && keyOf(place) === undefined && isAlike(place, child)) match = place;
    if (match && isAlike(match, child)) {
      keyed.delete(key);
      if (match === place) place = place.nextSibling;
      else old.insertBefore(match, place);
      update(match, child);
    } else {
      old.insertBefore(child, place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

const isAlike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

function update(old, wanted) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  if (wanted.dataset.same) return;
  // An island looks after itself: what is in it is never drawn over.
  const isIsland = "island" in old.dataset && old.dataset.island === wanted.dataset.island;
  const typed = isTextField(old) && old.value !== old.defaultValue;
  const chosen = old.nodeName === "SELECT" || old.type === "checkbox" || old.type === "radio";
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && name !== "style" && !name.startsWith("data-own-")) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (isIsland) return;
  if (isTextField(old)) {
    if (old.defaultValue !== wanted.defaultValue) old.defaultValue = wanted.defaultValue;
    if (!typed && old.value !== wanted.defaultValue) old.value = wanted.defaultValue;
    return;
  }
  mend(old, wanted);
  if (chosen && !("ownTouched" in old.dataset)) {
    if (old.nodeName === "SELECT") old.value = wanted.value;
    else old.checked = wanted.checked;
  }
}

const isTextField = (node) =>
  node.nodeName === "TEXTAREA" || (node.nodeName === "INPUT" && (node.type === "text" || node.type === "search"));

/** A button that does something by name; see `onDo`. */
export function button(label, doing, attributes, ...rest) {
  return make("button", { type: "button", "data-do": doing, ...attributes }, label, ...rest);
}

/** Call the function named in `data-do` of whatever is clicked in an element, with the thing clicked. */
export function onDo(root, deeds) {
  root.addEventListener("click", (event) => {
    const target = event.target.closest("[data-do]");
    if (target && root.contains(target) && deeds[target.dataset.do]) deeds[target.dataset.do](target, event);
  });
}

/** Text for ears only. */
export const unseen = (text) => make("span.unseen", null, text);

/** A path of brief.yaml as one word, as the State keys it. */
export const joined = (path) => path.join("/");

export const same = (one, other) => !!one && !!other && joined(one) === joined(other);

/** One thing or several, in words. */
export const counted = (number, one, several) => `${number} ${number === 1 ? one : several ?? `${one}s`}`;
