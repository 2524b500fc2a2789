// Who may be here already, while one types: a form[data-alike=address] asks with what identifies a record, and shows the
// answer in its [data-alike-into]. What is found as the form was sent stays until something else is typed.
import { whenStill } from "./still.js";

const ASK_MS = 350;
const FIELDS = ["name", "company_name", "email", "phone", "tax_number"];
const waits = new WeakMap();
const asked = new WeakMap();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-alike]");
  if (!form || !FIELDS.includes(event.target.name)) return;
  clearTimeout(waits.get(form));
  waits.set(form, setTimeout(() => ask(form), ASK_MS));
});

async function ask(form) {
  const address = new URL(form.dataset.alike, window.location.href);
  for (const name of FIELDS) {
    const text = form.elements[name]?.value?.trim();
    if (text) address.searchParams.set(name, text);
  }
  asked.get(form)?.abort();
  const asking = new AbortController();
  asked.set(form, asking);
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    const html = (await answer.text()).trim();
    const into = form.querySelector("[data-alike-into]");
    if (into.innerHTML.trim() !== html) whenStill(() => { into.innerHTML = html; });
  } catch {
    // The server looks again when the form is sent.
  }
}
