// Create in the drawer: a form[data-quick] there is sent without leaving the page below. Saved, it closes and a toast
// leads to the record; Shift+Enter or [data-again] saves and begins another. What is refused is shown in its place.
// [data-more] goes on in the full page with what was typed.
import { goToFirstField, openModal } from "./dialogs.js";
import { goToFirstError } from "./forms.js";
import { renew } from "./inline.js";
import { words } from "./words.js";

const body = () => document.getElementById("drawer-body");
const HEADERS = { "HX-Request": "true", "HX-Target": "drawer-body" };

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-quick]");
  if (!form || event.defaultPrevented || event.key !== "Enter" || !event.shiftKey || event.target.matches("textarea")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-again]"));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("#drawer form[data-quick]") || event.submitter?.matches("[data-more]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  send(form, event.submitter);
}, true);

async function send(form, button) {
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), headers: HEADERS }).catch(() => null);
  delete form.dataset.sent;
  if (answer?.status === 422) return draw(await answer.text());
  if (answer?.status !== 201) {
    return document.dispatchEvent(new CustomEvent("wasl:toast", { detail: { text: words("offline"), bad: true } }));
  }
  const { toast, again } = await answer.json();
  document.dispatchEvent(new CustomEvent("wasl:saved"));
  if (again) await begin(form.action);
  else document.getElementById("drawer").close();
  document.dispatchEvent(new CustomEvent("wasl:toast", { detail: toast }));
  return renew();
}

async function begin(address) {
  const answer = await fetch(address, { headers: HEADERS }).catch(() => null);
  if (answer?.ok && !answer.redirected) draw(await answer.text());
}

export function draw(html) {
  body().innerHTML = html;
  window.htmx.process(body());
  openModal(document.getElementById("drawer"));
  document.dispatchEvent(new CustomEvent("wasl:line", { detail: body() }));
  if (!goToFirstError(body())) goToFirstField(body());
}
