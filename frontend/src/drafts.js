// What is typed into a form[data-guard] is kept in this browser until the server has accepted the form: through a
// reload, a lost connection, an ended session. Kept by company and member (data-who of the body) and by the address
// that the form is sent to; never passwords, files or tokens. Sign-out forgets everything; 14 days do too.
// A form whose answer was lost comes back with the key it was sent under, so that sending it again does nothing twice.
// Before a form is sent, the server is asked whether it can be reached and who is signed in: otherwise the form stays.
import { showAll } from "./lines.js";
import { words } from "./words.js";

const PREFIX = "draft:";
const DAYS_MS = 14 * 24 * 3600 * 1000;
const SAVE_MS = 250;
const ANSWER_MS = 8000;
const SECRET = new Set(["csrfmiddlewaretoken", "form_key"]);
const NOT_KEPT = new Set(["password", "file", "submit", "button", "image", "reset"]);

const who = document.body.dataset.who || "";
const baselines = new WeakMap();
const waits = new WeakMap();

const guarded = (node) => node.closest?.("form[data-guard]");
export const isKept = (form) => Boolean(who && baselines.has(form) && !form.querySelector("[type=file]"));

function keyOf(form) {
  const target = new URL(form.getAttribute("action") || window.location.href, window.location.href);
  target.searchParams.delete("back");
  return `${PREFIX}${who}:${target.pathname}${target.search}${form.id ? `#${form.id}` : ""}`;
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // A full or closed store: the page works as it did.
  }
}

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

// ---------- what a form says ----------

function saysOf(form) {
  const found = {};
  for (const field of form.elements) {
    if (!field.name || SECRET.has(field.name) || NOT_KEPT.has(field.type)) continue;
    const values = (found[field.name] ||= []);
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) values.push(field.value);
    } else if (field.multiple) values.push(...[...field.selectedOptions].map((option) => option.value));
    else values.push(field.value);
  }
  return found;
}

const wasRefused = (form) => Boolean(form.querySelector("[data-focus], .w-err, [aria-invalid=true]"));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function labelsOf(form, names) {
  const found = {};
  for (const field of form.querySelectorAll("select[data-pick-from]")) {
    if (names.has(field.name)) found[field.name] = field.selectedOptions[0]?.textContent || "";
  }
  return found;
}

function save(form, isSent = false) {
  if (!form.isConnected || !baselines.has(form)) return;
  const key = keyOf(form);
  const before = stored(key);
  const baseline = baselines.get(form);
  const says = saysOf(form);
  const names = new Set(Object.keys(says).filter((name) => !same(says[name], baseline[name])));
  if (!names.size && !wasRefused(form)) return keep(key, null);
  // After a refusal the page already holds what was typed: it stays kept though nothing differs from the page.
  if (wasRefused(form)) for (const name of Object.keys(before?.says || {})) if (name in says) names.add(name);
  for (const field of form.querySelectorAll("input[type=hidden][name]")) if (field.name in says) names.add(field.name);
  const kept = Object.fromEntries([...names].map((name) => [name, says[name]]));
  const token = form.elements.form_key?.value || "";
  const sent = isSent || (token && before?.sent && before.token === token);
  keep(key, { at: Date.now(), token, sent: Boolean(sent), says: kept, labels: labelsOf(form, names) });
}

function saveSoon(event) {
  const form = guarded(event.target);
  if (!form || !baselines.has(form)) return;
  clearTimeout(waits.get(form));
  waits.set(form, setTimeout(() => save(form), SAVE_MS));
}

function saveNow() {
  for (const form of document.querySelectorAll("form[data-guard]")) {
    if (!waits.has(form)) continue;
    clearTimeout(waits.get(form));
    save(form);
  }
}

// ---------- what comes back ----------

function fill(form, draft) {
  for (const [name, values] of Object.entries(draft.says)) {
    if (name.endsWith("-TOTAL_FORMS")) showAll(form, name, Number(values[0]));
  }
  const seen = {};
  for (const field of form.elements) {
    const values = draft.says[field.name];
    if (!values || SECRET.has(field.name) || NOT_KEPT.has(field.type) || field.name.endsWith("-TOTAL_FORMS")) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else {
      const value = values[(seen[field.name] = (seen[field.name] ?? -1) + 1)] ?? "";
      const isMissing = field.matches("select[data-pick-from]") && ![...field.options].some((each) => each.value === value);
      if (isMissing) field.append(new Option(draft.labels?.[field.name] || value, value));
      field.value = value;
    }
  }
  form.dispatchEvent(new CustomEvent("wasl:restored", { bubbles: true }));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function note(form, text, act, press, tone = "info") {
  form.querySelector(":scope > .w-kept")?.remove();
  const box = document.createElement("div");
  box.className = `w-note ${tone} w-kept`;
  box.setAttribute("role", tone === "bad" ? "alert" : "status");
  const said = document.createElement("span");
  said.textContent = text;
  box.append(said);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm end";
    button.textContent = act;
    button.addEventListener("click", press);
    box.append(button);
  }
  form.prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

function timeOf(at) {
  const today = new Date().toDateString() === new Date(at).toDateString();
  const parts = today ? {} : { day: "numeric", month: "short" };
  const locale = `${document.documentElement.lang}-u-nu-latn`;
  return new Intl.DateTimeFormat(locale, { ...parts, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

function start(form) {
  if (baselines.has(form) || form.method !== "post") return;
  form.autocomplete = "off"; // or the browser's back brings half of a form that was sent
  baselines.set(form, saysOf(form));
  const key = keyOf(form);
  const draft = stored(key);
  if (!draft) return;
  if (wasRefused(form)) {
    waits.set(form, 0);
    return save(form);
  }
  const says = saysOf(form);
  if (Object.entries(draft.says).every(([name, values]) => same(says[name], values))) return;
  if (draft.sent && form.elements.form_key) form.elements.form_key.value = draft.token;
  fill(form, draft);
  save(form);
  note(form, words("draft").replace("{time}", timeOf(draft.at)), words("discard"), () => {
    clearTimeout(waits.get(form));
    waits.delete(form);
    baselines.delete(form);
    keep(key, null);
    window.location.replace(window.location.href);
  });
}

// ---------- the life of a draft ----------

// The server names the forms that it accepted by their keys, in a cookie that is read once.
function forgetAccepted() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("accepted="));
  if (!cookie) return;
  const accepted = new Set(cookie.slice("accepted=".length).split("."));
  document.cookie = "accepted=; path=/; max-age=0";
  for (const key of keys()) if (accepted.has(stored(key)?.token)) keep(key, null);
  for (const form of document.querySelectorAll("form[data-guard]")) {
    if (!accepted.has(form.elements.form_key?.value)) continue;
    clearTimeout(waits.get(form));
    waits.delete(form);
  }
}

function forgetOld() {
  for (const key of keys()) {
    const isOthers = who && key.split(":")[1].split(".")[0] !== who.split(".")[0];
    if (isOthers || Date.now() - (stored(key)?.at || 0) > DAYS_MS) keep(key, null);
  }
}

async function send(form, submitter) {
  save(form);
  let answer = null;
  try {
    const response = await fetch("/alive/", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    answer = response.ok ? await response.json() : null;
  } catch {
    answer = null;
  }
  delete form.dataset.asking;
  if (!answer) return note(form, words("offline"), "", null, "bad");
  if (!answer.who) {
    const page = window.location.pathname + window.location.search;
    window.location.assign(`${words("sign-in")}?next=${encodeURIComponent(page)}`);
    return undefined;
  }
  if (answer.who !== who) return note(form, words("other-company"), "", null, "bad");
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = answer.token;
  form.querySelector(":scope > .w-kept")?.remove();
  save(form, true);
  form.dataset.sure = "1";
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  return undefined;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-sign-out]")) for (const key of keys()) keep(key, null);
  if (!who || !baselines.has(form) || form.matches("[hx-post], [hx-get]")) return;
  if (form.dataset.sure) {
    delete form.dataset.sure;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.asking || form.dataset.sent) return;
  form.dataset.asking = "1";
  send(form, event.submitter);
}, true);

function startAll() {
  forgetAccepted();
  for (const form of document.querySelectorAll("form[data-guard]")) start(form);
}

if (who) {
  forgetOld();
  startAll();
  document.addEventListener("input", saveSoon);
  document.addEventListener("change", saveSoon);
  document.addEventListener("htmx:afterSwap", startAll);
  document.addEventListener("visibilitychange", saveNow);
  window.addEventListener("pagehide", saveNow);
  window.addEventListener("pageshow", forgetAccepted);
}
