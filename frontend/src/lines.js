// The lines of a document, as a Django formset inside [data-lines]:
//   [data-lines-body]   holds the lines, each [data-line]; <template data-line-template> holds one with __prefix__
//   [data-line-add]     adds one; [data-line-remove] in a line takes it out (by its DELETE field, if it was saved)
//   data-preview        an address: the form is posted there as it is typed, and [data-preview-into] shows the answer
// Enter in the last field adds a line; Alt with an arrow moves a line up or down (its ORDER field follows).

import htmx from "htmx.org/dist/htmx.esm.js";

const PREVIEW_MS = 350;
const LINES_MAX = 1000;

document.addEventListener("click", (event) => {
  const lines = event.target.closest("[data-lines]");
  if (!lines) return;
  if (event.target.closest("[data-line-add]")) addLine(lines);
  const remove = event.target.closest("[data-line-remove]");
  if (remove) removeLine(lines, remove.closest("[data-line]"));
});

document.addEventListener("keydown", (event) => {
  const line = event.target.closest("[data-line]");
  if (!line || event.target.matches("textarea")) return;
  const lines = line.closest("[data-lines]");
  if (event.code === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches("input, select")) {
    event.preventDefault();
    const rest = shown(lines);
    const next = rest[rest.indexOf(line) + 1];
    if (next) next.querySelector("input:not([type=hidden])")?.focus();
    else addLine(lines);
  } else if (event.altKey && (event.code === "ArrowUp" || event.code === "ArrowDown")) {
    event.preventDefault();
    move(lines, line, event.code === "ArrowUp" ? -1 : 1);
    event.target.focus();
  }
});

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const lines = event.target.closest("form")?.querySelector("[data-lines][data-preview]");
    if (lines) preview(lines);
  });
}

const shown = (lines) => [...lines.querySelectorAll("[data-line]")].filter((line) => !line.hidden);

// Lines that were typed before come back: as many as there were, then in their order, without those taken out.
export function showAll(form, totalName, count) {
  const lines = form.querySelector(`[name="${totalName}"]`)?.closest("[data-lines]");
  if (!lines) return;
  while (Number(lines.querySelector("[name$=-TOTAL_FORMS]").value) < Math.min(count, LINES_MAX)) appendLine(lines);
}

document.addEventListener("wasl:restored", (event) => {
  for (const lines of event.target.querySelectorAll("[data-lines]")) {
    const body = lines.querySelector("[data-lines-body]");
    const order = (line) => Number(line.querySelector("[name$=-ORDER]")?.value) || Infinity;
    for (const line of [...body.children].sort((a, b) => order(a) - order(b))) body.append(line);
    for (const line of body.children) line.hidden = isRemoved(line);
  }
});

const isRemoved = (line) => {
  const mark = line.querySelector("[name$=-DELETE]");
  return Boolean(mark && (mark.type === "checkbox" ? mark.checked : mark.value === "on"));
};

function addLine(lines) {
  const line = appendLine(lines);
  number(lines);
  line.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function appendLine(lines) {
  const total = lines.querySelector("[name$=-TOTAL_FORMS]");
  const holder = document.createElement("tbody");
  holder.innerHTML = lines.querySelector("[data-line-template]").innerHTML.replaceAll("__prefix__", total.value);
  const line = holder.firstElementChild;
  lines.querySelector("[data-lines-body]").append(line);
  total.value = Number(total.value) + 1;
  htmx.process(line);
  document.dispatchEvent(new CustomEvent("wasl:line", { detail: line }));
  return line;
}

function removeLine(lines, line) {
  const mark = line.querySelector("[name$=-DELETE]");
  if (mark) {
    if (mark.type === "checkbox") mark.checked = true;
    else mark.value = "on";
  }
  line.hidden = true;
  const rest = shown(lines);
  if (!rest.length) addLine(lines);
  else rest.at(-1).querySelector("input:not([type=hidden])")?.focus();
  number(lines);
  preview(lines);
}

function move(lines, line, by) {
  const rest = shown(lines);
  const other = rest[rest.indexOf(line) + by];
  if (!other) return;
  if (by < 0) other.before(line);
  else other.after(line);
  number(lines);
}

function number(lines) {
  shown(lines).forEach((line, place) => {
    const order = line.querySelector("[name$=-ORDER]");
    if (order) order.value = place + 1;
  });
}

const waits = new WeakMap();

function preview(lines) {
  if (!lines.dataset.preview) return;
  clearTimeout(waits.get(lines));
  waits.set(lines, setTimeout(() => {
    const form = lines.closest("form");
    htmx.ajax("POST", lines.dataset.preview, {
      source: form,
      target: form.querySelector("[data-preview-into]") || document.querySelector("[data-preview-into]"),
      swap: "innerHTML",
      values: Object.fromEntries(new FormData(form)),
    });
  }, PREVIEW_MS));
}
