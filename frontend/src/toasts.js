// Results at the foot of the sheet: rendered by the server, sent as HX-Trigger {"toast": {text, undo}}, or shown by
// another module through the event `wasl:toast`. A toast stays 8 seconds, longer while pointed at or focused.
import { csrfToken } from "./csrf.js";

const STAYS_MS = 8000;
const area = () => document.getElementById("toasts");

function showToast({ text, undo, bad, url }) {
  const place = area();
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = bad ? "w-toast bad" : "w-toast";
  toast.dataset.toast = "";
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  if (url) toast.append(link(url, place.dataset.openLabel));
  if (undo) toast.append(undoForm(undo, place.dataset.undoLabel));
  place.append(toast);
  watch(toast);
}

function link(address, label) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = label;
  return made;
}

function undoForm(address, label) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = csrfToken();
  const button = document.createElement("button");
  button.dataset.undo = "";
  button.textContent = label;
  form.append(token, button);
  return form;
}

function watch(toast) {
  let timer = 0;
  const start = () => {
    timer = setTimeout(() => toast.remove(), STAYS_MS);
  };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

document.addEventListener("toast", (event) => showToast(event.detail));
document.addEventListener("wasl:toast", (event) => showToast(event.detail));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]")?.remove();
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const said = event.detail.xhr?.getResponseHeader?.("X-Refusal");
    showToast({ text: said ? decodeURIComponent(said) : area()?.dataset.failed || "", bad: true });
  });
}
document.querySelectorAll("[data-toast]").forEach(watch);
