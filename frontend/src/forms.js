// Forms: [data-once] is sent once, [data-guard] warns before typing is lost where no draft is kept, [data-submit] sends
// its form on change, a GET form of filters leaves out its empty fields.
import { isKept } from "./drafts.js";

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form && !isKept(form)) changed.add(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.closest("[data-submit]") || (form?.classList.contains("w-tools") && event.target.matches("select, [data-reads=date]"))) {
    form.requestSubmit();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  changed.delete(form);
  if (form.method === "get") leaveOutEmpty(form);
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
});

function leaveOutEmpty(form) {
  for (const field of form.elements) {
    if (field.name && !field.value && !field.disabled) {
      field.disabled = true;
      setTimeout(() => { field.disabled = false; });
    }
  }
}

// Coming back by the browser's own button finds the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) allowAgain(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target instanceof HTMLFormElement) allowAgain(event.target);
});

function allowAgain(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// After a refusal one goes on at the first field that is wrong, or reads why where no field is.
export function goToFirstError(within) {
  const wrong = [...within.querySelectorAll("[aria-invalid=true]")].find((field) => field.tabIndex >= 0 && field.type !== "hidden");
  const place = wrong || within.querySelector("[data-focus]");
  place?.focus();
  return Boolean(place);
}
document.addEventListener("DOMContentLoaded", () => goToFirstError(document));
document.addEventListener("htmx:afterSwap", ({ detail }) => goToFirstError(detail.target));
