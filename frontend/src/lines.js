// The lines of a document, as a Django formset inside [data-lines]:
//   [data-lines-body]   holds the lines, each [data-line]; <template data-line-template> holds one with __prefix__
//   [data-line-add]     adds one; [data-line-remove] in a line takes it out (by its DELETE field, if it was saved)
//   data-preview        an address: the form is posted there as it is typed, and [data-preview-into] shows the answer
// Rows pasted from a spreadsheet become lines, from the field on that they are pasted into.
// Enter in the last field adds a line; Alt with an arrow moves a line up or down (its ORDER field follows).

import htmx from "htmx.org/dist/htmx.esm.js";
import { pickerOf } from "./picker.js";
import { whenStill } from "./still.js";

const PREVIEW_MS = 350;
const LINES_MAX = 500;

document.addEventListener("click", (event) => {
  const lines = event.target.closest("[data-lines]");
  if (!lines) return;
  if (event.target.closest("[data-line-add]")) addLine(lines);
  const remove = event.target.closest("[data-line-remove]");
  if (remove) removeLine(lines, remove.closest("[data-line]"));
});

document.addEventListener("keydown", (event) => {
  const line = event.target.closest("[data-line]");
  if (event.defaultPrevented || !line || event.target.matches("textarea")) return;
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

function appendLine(lines, isOneOfMany = false) {
  const total = lines.querySelector("[name$=-TOTAL_FORMS]");
  const holder = document.createElement("tbody");
  holder.innerHTML = lines.querySelector("[data-line-template]").innerHTML.replaceAll("__prefix__", total.value);
  const line = holder.firstElementChild;
  takeChoices(line, shown(lines).at(-1));
  lines.querySelector("[data-lines-body]").append(line);
  total.value = Number(total.value) + 1;
  if (isOneOfMany) return line;
  htmx.process(line);
  document.dispatchEvent(new CustomEvent("wasl:line", { detail: line }));
  return line;
}

// A new line has the tax, project and department of the one before.
function takeChoices(line, before) {
  for (const select of line.querySelectorAll("select:not([data-pick-from]), select[data-pick-follows]")) {
    const same = before?.querySelector(`[name$="${select.name.slice(select.name.lastIndexOf("-"))}"]`);
    if (same?.tagName !== "SELECT") continue;
    if (select.dataset.pickFrom && same.value) select.append(new Option(same.selectedOptions[0].text, same.value));
    select.value = same.value;
  }
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

// ---------- pasted rows ----------

const fieldsOf = (line) => [...line.querySelectorAll("td :is(input, select, textarea)")].filter(
  (field) => field.name && field.type !== "hidden" && field.type !== "file");

document.addEventListener("paste", (event) => {
  const line = event.target.closest?.("[data-line]");
  const text = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "") || "";
  if (!line || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = text.split(/\r?\n/);
  const lines = line.closest("[data-lines]");
  const after = shown(lines).slice(shown(lines).indexOf(line));
  const missing = rows.length - after.length;
  const note = lines.querySelector("[data-lines-said]");
  note.hidden = true;
  if (shown(lines).length + Math.max(missing, 0) > LINES_MAX) {
    note.textContent = lines.dataset.tooMany.replace("{max}", LINES_MAX).replace("{count}", rows.length);
    note.hidden = false;
    return;
  }
  const first = Math.max(0, fieldsOf(line).findIndex((field) => field === event.target || field.parentElement === event.target.parentElement));
  for (let place = 0; place < missing; place += 1) after.push(appendLine(lines, place + 1 < missing));
  rows.forEach((row, place) => fillLine(fieldsOf(after[place]).slice(first), row.split("\t")));
  number(lines);
  lines.dispatchEvent(new Event("input", { bubbles: true }));
});

function fillLine(fields, cells) {
  cells.slice(0, fields.length).forEach((cell, place) => {
    const field = fields[place];
    const text = cell.trim().replace(/^"|"$/g, "");
    if (pickerOf(field)) pickerOf(field).seek(text);
    else if (field.tagName !== "SELECT") field.value = text;
    else {
      const same = [...field.options].find((option) => text && option.textContent.trim() === text);
      if (same) field.value = same.value;
    }
    field.dataset.typed = text ? "1" : "";
  });
}

// ---------- totals: the server's own ----------

const waits = new WeakMap();
const turns = new WeakMap();

// A draft that is opened again shows its totals at once.
for (const lines of document.querySelectorAll("[data-lines][data-preview]")) {
  if (lines.querySelector("[data-line] [name$=-description]")?.value) ask(lines);
}

function preview(lines) {
  if (!lines.dataset.preview) return;
  clearTimeout(waits.get(lines));
  waits.set(lines, setTimeout(() => ask(lines), PREVIEW_MS));
}

async function ask(lines) {
  const form = lines.closest("form");
  const target = form.querySelector("[data-preview-into]") || document.querySelector("[data-preview-into]");
  const turn = (turns.get(lines) || 0) + 1;
  turns.set(lines, turn);
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(lines.dataset.preview, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
    const text = answer.status === 200 && !answer.redirected ? await answer.text() : "";
    if (turns.get(lines) !== turn) return;
    // While a field cannot be read yet, the last totals stay, dimmed.
    target.classList.toggle("stale", !text);
    if (text) whenStill(() => { target.innerHTML = text; });
  } catch {
    target.classList.add("stale");
  } finally {
    if (turns.get(lines) === turn) target.removeAttribute("aria-busy");
  }
}
