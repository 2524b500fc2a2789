// A value that is changed where it stands: [data-edit] is a button with the address of its form (core/inline.py). Enter
// saves, Escape goes back; what the page shows is then fetched anew, and the toast undoes.
import { words } from "./words.js";

async function open(button) {
  const answer = await fetch(button.dataset.edit).catch(() => null);
  if (!answer?.ok || answer.redirected) return window.location.assign(button.dataset.editPage || window.location.href);
  const box = document.createElement("span");
  box.dataset.inline = "";
  button.hidden = true;
  button.after(box);
  draw(box, await answer.text());
  return undefined;
}

function draw(box, html) {
  box.innerHTML = html;
  document.dispatchEvent(new CustomEvent("wasl:line", { detail: box }));
  const field = box.querySelector("[aria-invalid=true], form > :is(input, select, textarea):not([type=hidden], [hidden]), [role=combobox], .w-date input");
  field?.focus();
  field?.select?.();
}

function close(box) {
  const button = box.previousElementSibling;
  box.remove();
  button.hidden = false;
  button.focus();
}

async function save(box, form) {
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  delete form.dataset.sent;
  if (!answer || answer.redirected) return say(form, words("offline"));
  if (answer.status === 422 || answer.status === 409) return draw(box, await answer.text());
  if (!answer.ok) return window.location.reload();
  const { toast } = await answer.json();
  close(box);
  document.dispatchEvent(new CustomEvent("wasl:toast", { detail: toast }));
  return renew();
}

function say(form, text) {
  const line = form.querySelector(".w-err") || document.createElement("div");
  line.className = "w-err";
  line.setAttribute("role", "alert");
  line.textContent = text;
  form.append(line);
}

// Fetches anew what the page shows of data.
export async function renew() {
  const at = document.activeElement?.dataset.edit;
  const answer = await fetch(window.location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const fresh = page.getElementById(region.id);
    if (!fresh || region.contains(document.querySelector("[data-inline]"))) continue;
    region.replaceChildren(...fresh.childNodes);
    window.htmx.process(region);
    document.dispatchEvent(new CustomEvent("wasl:renewed", { detail: region }));
  }
  document.title = page.title;
  if (page.body.dataset.version) document.body.dataset.version = page.body.dataset.version;
  if (at) document.querySelector(`[data-edit="${CSS.escape(at)}"]`)?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-edit]");
  if (button) open(button);
  else if (event.target.closest("[data-inline-cancel]")) close(event.target.closest("[data-inline]"));
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-inline]");
  if (box && event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    close(box);
  }
});
document.addEventListener("submit", (event) => {
  const box = event.target.closest("[data-inline]");
  if (!box) return;
  event.preventDefault();
  save(box, event.target);
});
