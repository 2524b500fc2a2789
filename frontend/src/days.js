// A calendar beneath each field of a day: opened by a click, its button or the down arrow; arrows go by days and weeks
// (left is forward where one reads from the right), PageUp and PageDown by months, with Shift by years; Enter picks.
import { words } from "./words.js";

const language = document.documentElement.lang;
const locale = `${language}-u-ca-gregory-nu-latn`;
const isRtl = document.documentElement.dir === "rtl";
const WEEK = 7;
const ROWS = 6;
const FIRST_SUNDAY = Date.UTC(2023, 0, 1);
const DAY_MS = 24 * 3600 * 1000;
let open = null;

const iso = (day) => day.toISOString().slice(0, 10);
const dayOf = (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null);
const plus = (day, days) => new Date(day.getTime() + days * DAY_MS);
const format = (parts, day, by = locale) => new Intl.DateTimeFormat(by, { ...parts, timeZone: "UTC" }).format(day);

function plusMonths(day, months) {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day.getUTCDate(), last));
  return first;
}

function make(name, attributes = {}, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...inside);
  return node;
}

function icon(name) {
  const sprite = document.querySelector("use[href*=icons]")?.getAttribute("href").split("#")[0];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i sm");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

function dress(field) {
  if (field.closest(".w-date") || field.closest("template")) return;
  const button = make("button", { type: "button", tabindex: "-1", "aria-label": words("calendar") }, icon("calendar"));
  const box = make("span", { class: "w-date" });
  field.replaceWith(box);
  field.classList.add("w-input");
  field.setAttribute("aria-haspopup", "dialog");
  box.append(field, button);
}

function show(field) {
  if (open?.field === field) return;
  open?.box.hidePopover();
  const today = dayOf(words("today")) || dayOf(iso(new Date()));
  const box = make("div", { class: "w-days", role: "dialog", popover: "auto", "aria-label": words("calendar") });
  open = { field, box, today, at: dayOf(field.value) || today };
  field.closest(".w-date").append(box);
  draw();
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (open?.box === box) open = null;
    box.remove();
  });
  box.showPopover();
  place(field, box);
}

function place(field, box) {
  const at = field.getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.offsetWidth - 8;
  const start = isRtl ? at.right - box.offsetWidth : at.left;
  const fitsBelow = at.bottom + box.offsetHeight + 8 <= window.innerHeight;
  box.style.left = `${Math.max(8, Math.min(start, room))}px`;
  box.style.top = `${fitsBelow ? at.bottom + 4 : Math.max(8, at.top - box.offsetHeight - 4)}px`;
}

function draw(focus = false) {
  const { box, at, today, field } = open;
  const chosen = field.value;
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const begin = plus(first, -((first.getUTCDay() - Number(words("week")) + WEEK) % WEEK));
  const head = make("div", { class: "w-days-h" },
    step(-1, "chevron-left"), make("strong", { "aria-live": "polite" }, monthName(at)), step(1, "chevron-right"));
  const names = make("tr");
  for (let place = 0; place < WEEK; place += 1) {
    const day = plus(new Date(FIRST_SUNDAY), Number(words("week")) + place);
    names.append(make("th", { scope: "col", abbr: format({ weekday: "long" }, day) }, format({ weekday: language === "ar" ? "narrow" : "short" }, day).slice(0, 2)));
  }
  const rows = make("tbody");
  for (let week = 0; week < ROWS; week += 1) {
    const row = make("tr");
    for (let place = 0; place < WEEK; place += 1) {
      const day = plus(begin, week * WEEK + place);
      const button = make("button", {
        type: "button", "data-day": iso(day), tabindex: iso(day) === iso(at) ? "0" : "-1",
        "aria-label": format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, day),
        "aria-pressed": String(iso(day) === chosen),
      }, String(day.getUTCDate()));
      if (day.getUTCMonth() !== at.getUTCMonth()) button.className = "out";
      if (iso(day) === iso(today)) button.setAttribute("aria-current", "date");
      row.append(make("td", {}, button));
    }
    rows.append(row);
  }
  const foot = make("div", { class: "w-days-f" },
    make("button", { type: "button", class: "btn btn-sm btn-q", "data-day": iso(today) }, words("today-word")),
    make("button", { type: "button", class: "btn btn-sm btn-q", "data-day": iso(plus(today, 1)) }, words("tomorrow-word")));
  box.replaceChildren(head, make("table", {}, make("thead", {}, names), rows), foot);
  if (focus) box.querySelector(`tbody [data-day="${iso(at)}"]`)?.focus();
}

function monthName(at) {
  const name = format({ month: "long", year: "numeric" }, at);
  if (!words("hijri")) return name;
  const hijri = format({ month: "long", year: "numeric" }, at, `${language}-u-ca-islamic-umalqura-nu-latn`);
  return `${name} · ${hijri}`;
}

function step(months, name) {
  const button = make("button", { type: "button", class: "btn btn-q btn-sm btn-i", "data-months": months,
    "aria-label": words(months < 0 ? "month-before" : "month-after") }, icon(name));
  if (isRtl) button.firstChild.classList.add("flip");
  return button;
}

function pick(text) {
  const { field, box } = open;
  field.value = text;
  box.hidePopover();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const day = event.target.closest(".w-days [data-day]");
  const months = event.target.closest(".w-days [data-months]");
  if (day && open) pick(day.dataset.day);
  else if (months && open) {
    open.at = plusMonths(open.at, Number(months.dataset.months));
    draw();
    open.box.querySelector(`[data-months="${months.dataset.months}"]`).focus();
  } else if (event.target.closest(".w-date > button")) {
    show(event.target.closest(".w-date").querySelector("[data-reads]"));
    open?.box.querySelector("tbody [tabindex='0']").focus();
  } else if (event.target.matches("[data-reads=date]")) show(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("[data-reads=date]")) {
    if (event.code === "ArrowDown" && !event.ctrlKey) {
      event.preventDefault();
      show(event.target);
      draw(true);
    } else if (event.code === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      open.box.hidePopover();
    } else if (event.code === "Tab") open?.box.hidePopover();
    return;
  }
  if (!open || !event.target.closest(".w-days")) return;
  const forward = isRtl ? -1 : 1;
  const at = open.at;
  const to = {
    ArrowRight: () => plus(at, forward),
    ArrowLeft: () => plus(at, -forward),
    ArrowDown: () => plus(at, WEEK),
    ArrowUp: () => plus(at, -WEEK),
    PageUp: () => plusMonths(at, event.shiftKey ? -12 : -1),
    PageDown: () => plusMonths(at, event.shiftKey ? 12 : 1),
    Home: () => plus(at, -((at.getUTCDay() - Number(words("week")) + WEEK) % WEEK)),
    End: () => plus(at, WEEK - 1 - ((at.getUTCDay() - Number(words("week")) + WEEK) % WEEK)),
  }[event.code];
  if (to && event.target.closest("tbody")) {
    event.preventDefault();
    open.at = to();
    draw(true);
  } else if (event.code === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    const { field, box } = open;
    box.hidePopover();
    field.focus();
  }
}, true);

document.addEventListener("wasl:day", (event) => {
  const day = dayOf(event.detail);
  if (!day || open?.field !== event.target || document.activeElement !== event.target) return;
  open.at = day;
  draw();
});
window.addEventListener("scroll", () => open && place(open.field, open.box), true);

function dressAll() {
  for (const field of document.querySelectorAll("[data-reads=date]")) dress(field);
}
dressAll();
document.addEventListener("htmx:afterSwap", dressAll);
document.addEventListener("wasl:line", dressAll);
document.addEventListener("wasl:renewed", dressAll);
