// The command palette: a combobox (ARIA 1.2) in a dialog. What it lists comes from the server for each text, a moment
// after the last key; an answer that is no longer asked for is dropped. Records opened lately are kept in the browser
// for the member who is signed in, and forgotten with the sign-out.
import { openModal } from "./dialogs.js";

const WAIT_MS = 120;
const RECENT_MAX = 6;
const STORE = "wasl-recent:";
const dialog = document.getElementById("palette");
const input = dialog?.querySelector("[role=combobox]");
const body = dialog?.querySelector(".w-cmd-body");
const answers = new Map();
let timer = 0;
let asking = null;
let isEnterDue = false;

export function openPalette(text = "") {
  if (!dialog) return false;
  for (const open of document.querySelectorAll("dialog.w-drawer[open]")) open.close();
  openModal(dialog);
  input.value = text;
  input.select();
  if (text) input.setSelectionRange(text.length, text.length);
  ask(0);
  return true;
}

if (dialog) {
  input.addEventListener("input", () => ask(WAIT_MS));
  input.addEventListener("keydown", pressed);
  dialog.addEventListener("click", clicked);
  dialog.addEventListener("close", () => { asking?.abort(); clearTimeout(timer); isEnterDue = false; });
  body.addEventListener("mousemove", (event) => select(event.target.closest("[role=option]"), false));
  remember();
} else {
  forget("");
}

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-search]") && openPalette(event.target.value)) event.target.blur();
});
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-search]")) openPalette(event.target.value);
});

const options = () => [...body.querySelectorAll("[role=option]")];
const chosen = () => body.querySelector("[aria-selected=true]");

function ask(wait) {
  const text = input.value.trim();
  clearTimeout(timer);
  asking?.abort();
  if (answers.has(text)) return show(text, answers.get(text));
  asking = new AbortController();
  timer = setTimeout(fetchAnswer, wait, text, asking.signal);
}

async function fetchAnswer(text, signal) {
  try {
    const answer = await fetch(`${dialog.dataset.from}?${new URLSearchParams({ q: text })}`, { signal });
    if (!answer.ok || answer.redirected) return fail();
    const html = await answer.text();
    answers.set(text, html);
    if (!signal.aborted) show(text, html);
  } catch (error) {
    if (error.name !== "AbortError") fail();
  }
}

function fail() {
  const note = document.createElement("p");
  note.className = "w-cmd-none";
  note.textContent = document.getElementById("toasts").dataset.failed;
  body.replaceChildren(note);
  input.setAttribute("aria-expanded", "false");
}

function show(text, html) {
  body.innerHTML = html;
  if (!text) showRecent();
  for (const [at, option] of options().entries()) option.id = `palette-${at}`;
  for (const next of body.querySelectorAll("[name=next]")) next.value = window.location.pathname + window.location.search;
  body.scrollTop = 0;
  input.setAttribute("aria-expanded", String(options().length > 0));
  select(options()[0] || null, true);
  say(text);
  if (isEnterDue) choose(chosen(), false);
}

function say(text) {
  const count = Math.max(options().length - (text ? 1 : 0), 0);
  const { one, many, none } = dialog.dataset;
  const said = count > 1 ? many.replace("{n}", count) : count ? one : none;
  document.getElementById("live").textContent = text ? said : "";
}

function select(option, isSeen) {
  if (!option && !isSeen) return;
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option?.id || "");
  if (isSeen) option?.scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  if (event.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    const all = options();
    if (all.length) select(all[(all.indexOf(chosen()) + by + all.length) % all.length], true);
  } else if (event.key === "Enter") {
    event.preventDefault();
    event.stopPropagation();
    if (answers.has(input.value.trim())) choose(chosen(), event.ctrlKey || event.metaKey);
    else isEnterDue = true;
  } else if (event.key === "Escape" && input.value) {
    event.preventDefault();
    input.value = "";
    ask(0);
  }
}

function clicked(event) {
  const option = event.target.closest("[role=option]");
  if (!option || option.href) return;
  if (option.dataset.opens) event.preventDefault();
  choose(option, false);
}

function choose(option, isAside) {
  isEnterDue = false;
  if (!option) return;
  if (option.href && isAside) return void window.open(option.href, "_blank", "noopener");
  dialog.close();
  if (option.href) window.location.assign(option.href);
  else if (option.dataset.opens) openModal(document.getElementById(option.dataset.opens));
  else option.form.requestSubmit();
}

function recent() {
  try {
    return JSON.parse(window.localStorage.getItem(STORE + dialog.dataset.member)) || [];
  } catch {
    return [];
  }
}

function remember() {
  forget(STORE + dialog.dataset.member);
  const title = document.querySelector(".w-bar h1")?.textContent.trim();
  const path = window.location.pathname;
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
  if (!title || status !== 200 || !/\/\d+\/$/.test(path)) return;
  const icon = document.querySelector(".w-side .w-nav[aria-current] use")?.getAttribute("href") || "";
  const others = recent().filter((each) => each.path !== path);
  try {
    window.localStorage.setItem(STORE + dialog.dataset.member, JSON.stringify([{ path, title, icon }, ...others].slice(0, RECENT_MAX + 1)));
  } catch {
    // A browser that keeps nothing shows none.
  }
}

function forget(kept) {
  try {
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(STORE) && key !== kept) window.localStorage.removeItem(key);
    }
  } catch {
    // There is nothing to forget.
  }
}

function showRecent() {
  const list = body.querySelector("[role=listbox]");
  const rows = recent().filter((each) => each.path !== window.location.pathname).slice(0, RECENT_MAX);
  if (!list || !rows.length) return;
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", dialog.dataset.recent);
  const head = document.createElement("div");
  head.className = "w-cmd-h";
  head.textContent = dialog.dataset.recent;
  group.append(head, ...rows.map(recentLine));
  list.prepend(group);
}

function recentLine({ path, title, icon }) {
  const line = document.createElement("a");
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.tabIndex = -1;
  line.href = path;
  const picture = dialog.querySelector(".w-cmd-in svg").cloneNode(true);
  const use = picture.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon.split("#")[1] || "history"}`));
  const name = document.createElement("span");
  name.className = "m cut";
  const isolated = document.createElement("bdi");
  isolated.textContent = title;
  name.append(isolated);
  line.append(picture, name);
  return line;
}
