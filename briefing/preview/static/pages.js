// The pages of one print as pictures. Boxes have their final size at once, and a picture gives way to the next one only
// when that is ready: nothing jumps and nothing flickers.

import { counted, fill, make, onDo, unseen, button } from "./dom.js";
import { at } from "./link.js";
import { inView, look, standing, store, view } from "./store.js";
import { rove } from "./tabs.js";

const SCALES = [1, 2, 3];
const GAP = 28;
const sheets = document.getElementById("sheets");
const kept = JSON.parse(sessionStorage.getItem("view") ?? "{}");
const wish = { zoom: "width", isGrey: false, isSpread: false, ...kept };
/** While two editions are compared, the pages give way to them: a function that fills the place, or null. */
let instead = null;

/** Prepare the tabs, the bar above the pages, and the pages themselves. */
export function preparePages() {
  rove(document.getElementById("audiences"), (tab) => {
    show(null);
    look({ audience: tab.dataset.audience });
  });
  const bar = document.getElementById("view");
  bar.addEventListener("change", (event) => {
    if (event.target.id === "print") look({ print: event.target.value });
    if (event.target.name === "zoom") change({ zoom: event.target.value });
  });
  onDo(bar, {
    grey: () => change({ isGrey: !wish.isGrey }),
    spread: () => change({ isSpread: !wish.isSpread }),
  });
  onDo(sheets, { "no-more": () => show(null) });
  new ResizeObserver(() => measure()).observe(sheets);
  let moment = 0;
  sheets.addEventListener("scroll", () => {
    clearTimeout(moment);
    moment = setTimeout(() => sessionStorage.setItem(`scroll ${place()}`, String(sheets.scrollTop)), 100);
  });
  drawPages();
}

const place = () => `${store.state.brief} ${view().audience} ${view().print}`;

function change(what) {
  Object.assign(wish, what);
  sessionStorage.setItem("view", JSON.stringify(wish));
  drawPages();
}

/** Put something else in the place of the pages, or (null) the pages again. */
export function show(filling) {
  if (instead === filling) return;
  instead = filling;
  drawPages();
}

export function drawPages() {
  sheets.setAttribute("aria-labelledby", `audience-${view().audience}`);
  drawAudiences();
  drawBar();
  if (instead) instead(sheets, measure);
  else drawSheets();
}

function drawAudiences() {
  const now = view();
  fill(
    document.getElementById("audiences"),
    (store.state.audiences ?? []).map((one) => {
      const prints = Object.values(store.state.variants?.[one.name] ?? {});
      const errors = prints.flatMap((print) => print.problems ?? []).filter((each) => each.severity === "error").length;
      const pages = store.state.variants?.[one.name]?.[one.prints?.[0]]?.pages?.length;
      const isShown = one.name === now.audience;
      return make(
        "button",
        {
          type: "button",
          role: "tab",
          id: `audience-${one.name}`,
          "data-key": one.name,
          "data-audience": one.name,
          "aria-selected": String(isShown),
          "aria-controls": "sheets",
          tabindex: isShown ? 0 : -1,
        },
        make("span", { dir: "auto" }, one.title),
        pages ? make("small", null, String(pages), unseen(pages === 1 ? " page" : " pages")) : null,
        errors ? make("b.badge.error", null, `! ${errors}`, unseen(errors === 1 ? " problem" : " problems")) : null,
      );
    }),
  );
}

function drawBar() {
  const { print, of } = view();
  const variant = inView();
  fill(
    document.getElementById("view"),
    make(
      "select",
      { id: "print", "data-key": "print", "aria-label": "Print" },
      (of?.prints ?? []).map((name) => make("option", { value: name, selected: name === print }, named(name))),
    ),
    budget(variant, of),
    make("span.spring"),
    make(
      "select",
      { id: "zoom", name: "zoom", "data-key": "zoom", "aria-label": "Zoom" },
      [["width", "Fit width"], ["page", "Fit page"], ["full", "Actual size"]].map(([value, label]) =>
        make("option", { value, selected: value === wish.zoom }, label),
      ),
    ),
    button("As in grey", "grey", { title: "As a black-and-white copier shows it", class: "toggle", "aria-pressed": String(wish.isGrey) }),
    button("Spread", "spread", { title: "Facing pages", class: "toggle", "aria-pressed": String(wish.isSpread) }),
  );
}

const named = (print) => ({ binder: "Binder", notes: "Notes margin", grey: "Grey", cover: "Cover sheet", booklet: "Booklet", "large-print": "Large print" })[print] ?? print;

function budget(variant, of) {
  const pages = variant?.budget?.pages ?? variant?.pages?.length;
  if (!pages) return null;
  const most = variant.budget?.max ?? of?.max_pages ?? null;
  const full = variant.budget?.fullness;
  const last = full === null || full === undefined ? "" : `, last page ${Math.round(full * 100)} % full`;
  if (!most) return make("p.budget", null, `${counted(pages, "page")}${last}`);
  const isOver = pages > most;
  const text = isOver ? `${pages} of ${counted(most, "page")}: ${pages - most} too many` : `${pages} of ${counted(most, "page")}${last}`;
  return make(
    isOver ? "p.budget.over" : "p.budget",
    null,
    make("meter", {
      min: 0,
      max: Math.max(most, pages),
      high: most - 0.05,
      value: isOver ? pages : pages - 1 + (full ?? 1),
      "aria-label": "Page budget",
    }),
    make("span", null, text),
  );
}

function drawSheets() {
  const variant = inView();
  const pages = variant?.pages ?? [];
  const { audience, print } = view();
  if (!pages.length) {
    fill(sheets, make("p.empty", null, nothing()));
    return;
  }
  const whole = view().of?.title ?? "";
  const list = make(
    "ol.pages",
    { "data-key": `${audience} ${print}`, class: `pages${wish.isSpread ? " spread" : ""}`, dir: store.state.direction ?? "ltr" },
    pages.map((page, index) => sheet(page, index + 1, pages.length, whole)),
  );
  const isOther = sheets.dataset.ownPlace !== place();
  sheets.dataset.ownPlace = place();
  fill(sheets, list);
  for (const box of sheets.querySelectorAll(".paper")) picture(box);
  measure();
  if (isOther) sheets.scrollTop = Number(sessionStorage.getItem(`scroll ${place()}`) ?? 0);
}

function nothing() {
  if (standing() === "failed") return "This print cannot be made as the brief stands. The problems beside say why.";
  return "The pages are being drawn…";
}

function sheet(page, number, of, whole) {
  const label = page.label ?? String(number);
  return make(
    page.changed ? "li.sheet.changed" : "li.sheet",
    { "data-key": `page ${number}`, "data-page": number },
    make("div.paper", {
      "data-island": "picture",
      "data-digest": page.digest,
      "data-width": page.width,
      "data-height": page.height,
      "data-alt": `Page ${label} of ${of}, ${whole}`,
    }),
    make("p.foot", { dir: "ltr" }, `Page ${label}`, page.changed ? make("b.badge", null, "changed") : null),
  );
}

/** The address of a page at a scale. */
export function addressOf(digest, scale) {
  return at(`pages/${digest}.png?scale=${scale}&grey=${wish.isGrey ? 1 : 0}`);
}

/** Put the picture of its page into a box; one that is there stays until the next is ready. */
export function picture(box) {
  const { digest, width, height, alt } = box.dataset;
  const wanted = `${digest} ${wish.isGrey}`;
  const before = box.querySelector("img");
  if (before) before.alt = alt;
  if (box.dataset.ownWanted === wanted) return;
  box.dataset.ownWanted = wanted;
  const image = document.createElement("img");
  Object.assign(image, { alt, width: Math.round(width), height: Math.round(height), decoding: "async" });
  image.loading = before ? "eager" : "lazy";
  image.sizes = sheets.dataset.ownSizes ?? `${Math.round(width)}px`;
  image.srcset = SCALES.map((scale) => `${addressOf(digest, scale)} ${Math.round(width * scale)}w`).join(", ");
  image.src = addressOf(digest, 1);
  if (!before) {
    box.replaceChildren(image);
    return;
  }
  const swap = () => {
    if (box.dataset.ownWanted === wanted) box.replaceChildren(image);
  };
  image.decode().then(swap, swap);
}

/** Say how wide a page is shown, to the style sheet and to the browser, which chooses the picture by it. */
function measure() {
  const first = sheets.querySelector(".paper");
  if (!first) return;
  const style = getComputedStyle(sheets);
  const across = sheets.querySelector(".pages.spread, .pair") ? 2 : 1;
  const room = sheets.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const beside = (room - GAP * (across - 1)) / across;
  const [width, height] = [Number(first.dataset.width), Number(first.dataset.height)];
  const tall = ((sheets.clientHeight - 80) * width) / height;
  const sizes = { width: beside, page: Math.min(beside, Math.max(tall, 160)), full: width };
  const shown = Math.max(120, Math.floor(sizes[wish.zoom] ?? beside));
  const isNew = sheets.dataset.ownSizes !== `${shown}px`;
  if (isNew) {
    const reached = sheets.scrollHeight ? sheets.scrollTop / sheets.scrollHeight : 0;
    sheets.dataset.ownSizes = `${shown}px`;
    sheets.style.setProperty("--page", `${shown}px`);
    sheets.style.setProperty("--tall", `${(shown * height) / width}px`);
    sheets.scrollTop = reached * sheets.scrollHeight;
  }
  for (const box of sheets.querySelectorAll(".paper")) {
    box.style.setProperty("--shape", `${box.dataset.width} / ${box.dataset.height}`);
    const image = isNew && box.querySelector("img");
    if (image) image.sizes = `${shown}px`;
  }
}

/** Bring the page of an item into view and light it for a moment. */
export function showPage(path) {
  const page = path && inView()?.items?.[path.join("/")]?.page;
  const there = page && sheets.querySelector(`[data-page="${page}"]`);
  if (!there) return;
  const [box, frame] = [there.getBoundingClientRect(), sheets.getBoundingClientRect()];
  if (box.bottom < frame.top + 80 || box.top > frame.bottom - 80) {
    sheets.scrollTo({ top: sheets.scrollTop + box.top - frame.top - 16, behavior: calm() ? "auto" : "smooth" });
  }
  for (const other of sheets.querySelectorAll(".shown")) other.classList.remove("shown");
  there.classList.add("shown");
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
