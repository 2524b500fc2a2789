// What was understood of what is typed is said beneath the field, by the server's own reading: [data-reads=date] and
// [data-reads=amount]. A day is then written out as 2026-11-29, so that it stays the same day tomorrow.
import { whenStill } from "./still.js";

const READ_MS = 250;
const waits = new WeakMap();
const asked = new WeakMap();

export async function understood(field) {
  const text = field.value.trim();
  if (!text) return { text: "", value: "" };
  const turn = (asked.get(field) || 0) + 1;
  asked.set(field, turn);
  try {
    const answer = await fetch(`/read/${field.dataset.reads}/?text=${encodeURIComponent(text.slice(0, 200))}`);
    if (!answer.ok || answer.redirected || asked.get(field) !== turn || field.value.trim() !== text) return null;
    return await answer.json();
  } catch {
    return null;
  }
}

function show(field, found) {
  const id = `${field.id || field.name}_read`;
  let line = document.getElementById(id);
  const text = found.error || found.text;
  if (!line) {
    if (!text) return;
    line = document.createElement("div");
    line.id = id;
    line.setAttribute("aria-live", "polite");
    (field.closest(".w-date") || field).after(line);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
  }
  line.className = found.error ? "w-read bad" : "w-read";
  line.textContent = text;
}

async function read(field, isDone) {
  const found = await understood(field);
  if (!found || (found.error && !isDone)) return;
  whenStill(() => show(field, found));
  if (field.dataset.reads !== "date" || found.error) return;
  if (isDone && found.value && field.value !== found.value) {
    field.value = found.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.dispatchEvent(new CustomEvent("wasl:day", { bubbles: true, detail: found.value }));
}

document.addEventListener("input", ({ target, isTrusted }) => {
  if (!isTrusted || target.dataset?.reads !== "date") return;
  clearTimeout(waits.get(target));
  waits.set(target, setTimeout(() => read(target, false), READ_MS));
});
document.addEventListener("change", ({ target }) => {
  if (!target.dataset?.reads) return;
  clearTimeout(waits.get(target));
  read(target, true);
});
