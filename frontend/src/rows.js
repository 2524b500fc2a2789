// Rows of a table. [data-all] picks every [data-pick] of its table, X the row at hand (with Shift all from the last);
// the bar of bulk acts appears with their count and sum. P shows the row at hand in the drawer.

import { keepingFocus } from "./focus.js";

let last = null;

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-everything]")) return pickEverything(event.target);
  const table = event.target.closest("table");
  if (!table || !event.target.matches("[data-all], [data-pick]")) return;
  if (event.target.matches("[data-all]")) for (const pick of picksOf(table)) pick.checked = event.target.checked;
  show(table);
});

document.addEventListener("click", (event) => {
  const picked = document.querySelector("main [data-pick]:checked");
  if (event.target.closest("[data-unpick]")) keepingFocus(picked || document.getElementById("main"), unpick);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const row = event.target.closest?.("main tr, main .w-row");
  if (!row || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (event.code === "KeyX" && pickRow(row, event.shiftKey)) event.preventDefault();
  else if (event.code === "KeyP" && peek(row)) event.preventDefault();
});

const picksOf = (table) => [...table.querySelectorAll("[data-pick]")];

function pickRow(row, range) {
  const pick = row.querySelector("[data-pick]");
  if (!pick) return false;
  const table = row.closest("table");
  const picks = picksOf(table);
  const [from, to] = [picks.indexOf(range && last?.isConnected ? last : pick), picks.indexOf(pick)].sort((a, b) => a - b);
  const checked = range ? true : !pick.checked;
  for (const each of picks.slice(from, to + 1)) each.checked = checked;
  last = pick;
  show(table);
  return true;
}

function show(table) {
  const picks = picksOf(table);
  const picked = picks.filter((pick) => pick.checked);
  for (const pick of picks) pick.closest("tr").classList.toggle("sel", pick.checked);
  const all = table.querySelector("[data-all]");
  if (all) {
    all.checked = picked.length === picks.length;
    all.indeterminate = picked.length > 0 && !all.checked;
  }
  const bar = document.querySelector(".w-bulk");
  if (!bar) return;
  bar.hidden = !picked.length;
  write(bar.querySelector("[data-count]"), picked.length);
  const sum = picked.reduce((total, pick) => total + Number(pick.dataset.pick || 0), 0);
  const decimals = Number(document.body.dataset.decimals || 2);
  write(bar.querySelector("[data-sum]"), new Intl.NumberFormat("en", { maximumFractionDigits: decimals }).format(sum / 10 ** decimals));
  const part = bar.querySelector("[data-sum-part]");
  if (part) part.hidden = !sum;
}

function pickEverything(box) {
  const table = box.form.querySelector("table");
  for (const pick of picksOf(table)) pick.checked = box.checked;
  show(table);
}

function unpick() {
  for (const table of document.querySelectorAll("main table")) {
    for (const pick of picksOf(table)) pick.checked = false;
    const everything = table.closest("form")?.querySelector("[data-everything]");
    if (everything) everything.checked = false;
    show(table);
  }
}

function write(place, value) {
  if (place) place.textContent = String(value);
}

function peek(row) {
  const link = row.querySelector("a.m, a.lnk");
  if (!link) return false;
  window.htmx.ajax("GET", link.href, { target: "#drawer-body", swap: "innerHTML" });
  return true;
}

// A page that comes into the drawer sends its forms to its own address, and comes back to the page below it.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "drawer-body") return;
  const address = new URL(detail.xhr.responseURL);
  address.searchParams.set("back", window.location.pathname + window.location.search);
  for (const form of detail.target.querySelectorAll("form:not([action])")) form.action = address.pathname + address.search;
});
