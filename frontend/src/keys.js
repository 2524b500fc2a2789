// The keyboard map. Keys are matched by place (event.code), so they work on an Arabic layout; single keys are off
// while typing.
import { openModal } from "./dialogs.js";
import { openPalette } from "./palette.js";

const GO_MS = 1200;
const SECTIONS = { KeyT: "sun", KeyD: "layout-kanban", KeyP: "briefcase", KeyI: "receipt", KeyR: "chart-line" };
let goingUntil = 0;

const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
    event.preventDefault();
    openPalette();
  } else if ((event.ctrlKey || event.metaKey) && event.code === "Enter") {
    event.target.closest("form")?.requestSubmit();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    pressed(event);
  }
});

function pressed(event) {
  if (Date.now() < goingUntil) {
    goingUntil = 0;
    if (go(event.code)) event.preventDefault();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  const act = {
    KeyG: () => { goingUntil = Date.now() + GO_MS; return true; },
    KeyC: () => click("[data-key-create], .w-bar .btn-primary") || open("create"),
    KeyZ: () => click("[data-undo]"),
    KeyE: () => click("[data-key-edit]"),
    KeyN: () => focus("[data-key-note]"),
    KeyA: () => clickInRow("[data-key-approve]"),
    KeyR: () => clickInRow("[data-key-reject]"),
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    Slash: () => (event.shiftKey ? open("keys") : focus("[data-list-search]")),
  }[event.code];
  if (act && act()) event.preventDefault();
}

function go(code) {
  const links = [...document.querySelectorAll(".w-side .w-nav")];
  const digit = code.match(/^(?:Digit|Numpad)([1-9])$/);
  const link = digit
    ? links[digit[1] - 1]
    : links.find((each) => each.querySelector(`use[href$="#${SECTIONS[code]}"]`)) || (code === "KeyT" && links[0]);
  if (!link) return false;
  link.click();
  return true;
}

function focus(selector) {
  const field = document.querySelector(selector);
  field?.focus();
  return Boolean(field);
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog) openModal(dialog);
  return Boolean(dialog);
}

function click(selector) {
  const found = [...document.querySelectorAll(selector)].at(-1);
  found?.click();
  return Boolean(found);
}

function clickInRow(selector) {
  const row = document.activeElement?.closest(".w-row, tr");
  const found = (row || document).querySelector(selector);
  found?.click();
  return Boolean(found);
}

function step(by) {
  const links = [...document.querySelectorAll("main :is(.w-tbl tbody tr, .w-row) a.m")].filter((each) => each.offsetParent);
  const here = links.findIndex((each) => each.closest("tr, .w-row").contains(document.activeElement));
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  next?.focus();
  return Boolean(next);
}
