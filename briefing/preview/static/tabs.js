// Tabs as ARIA has them: one stop for Tab, arrow keys go round, Home and End to the ends.

/** Make a tablist answer to arrow keys; `choose` is called with the tab that is to be shown. */
export function rove(list, choose) {
  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    const here = tabs.indexOf(document.activeElement);
    if (here < 0) return;
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const there = { [forward]: here + 1, [backward]: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (there === undefined) return;
    event.preventDefault();
    const tab = tabs[(there + tabs.length) % tabs.length];
    tab.focus();
    choose(tab);
  });
}

/** Show the panel of one tab and hide the others. */
export function showPanel(name) {
  const list = document.getElementById("panels");
  for (const tab of list.querySelectorAll('[role="tab"]')) {
    const isShown = tab.getAttribute("aria-controls") === name;
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !isShown;
  }
  list.dispatchEvent(new CustomEvent("shown", { detail: name }));
}

export const shownPanel = () =>
  document.querySelector('#panels [aria-selected="true"]')?.getAttribute("aria-controls") ?? "problems";
