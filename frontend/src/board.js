// Boards: cards move between lanes by hand, or by M and the stage menu. The card settles at once and the lane's sums
// follow; when the server refuses, it slides back and the reason is shown.
//   [data-board]                holds lanes
//   .w-lane                     a lane with data-count and data-sum (minor units) of all its cards, shown or not
//   [data-lane=value]           its list of cards; [data-lane-count] and [data-lane-sum] show the two
//   [data-card] data-move=url   a card; data-amount (minor units) counts into the sum
// The move posts `stage`, `before` (id of the next card or empty) as a form. 2xx settles; the JSON may hold
// {toast: {text, undo}, sums: {stage: text}, counts: {stage: text}, location: address}. Else {message} says why not,
// or {ask} is the address of a form that the drawer shows: saved, the card stays; closed, it slides back.
import Sortable from "sortablejs";
import { csrfToken } from "./csrf.js";

const showToast = (detail) => document.dispatchEvent(new CustomEvent("wasl:toast", { detail }));

document.querySelectorAll("[data-board]").forEach(setUp);
document.addEventListener("wasl:renewed", (event) => event.detail.querySelectorAll("[data-board]").forEach(setUp));

function setUp(board) {
  for (const lane of board.querySelectorAll("[data-lane]")) {
    if (Sortable.get(lane)) continue;
    Sortable.create(lane, {
      group: "cards",
      draggable: "[data-card]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      delay: 120,
      delayOnTouchOnly: true,
      ghostClass: "w-ghosted",
      dragClass: "drag",
      onEnd: ({ item, from, to, oldDraggableIndex }) => {
        if (from !== to) settle(board, item, from, to, oldDraggableIndex);
      },
    });
  }
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || event.target.matches("input, textarea, select")) return;
  if (event.code === "KeyM" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openStages(card);
  } else if (event.altKey && event.shiftKey && /^Arrow(Left|Right)$/.test(event.code)) {
    event.preventDefault();
    const forward = (event.code === "ArrowRight") === (document.dir !== "rtl");
    shift(card, forward ? 1 : -1);
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-move-menu]");
  if (opener) openStages(opener.closest("[data-card]"));
});

// Cards that were moved away shift the rest of their lane: what comes next begins after those that are shown.
document.addEventListener("htmx:configRequest", (event) => {
  const lane = event.target.closest?.("[data-lane]");
  if (lane && event.target.matches("button")) {
    const address = new URL(event.detail.path, window.location.href);
    address.searchParams.set("after", lane.querySelectorAll("[data-card]").length);
    event.detail.path = address.pathname + address.search;
  }
});

const lanesOf = (board) => [...board.querySelectorAll("[data-lane]")];

function shift(card, by) {
  const lanes = lanesOf(card.closest("[data-board]"));
  const to = lanes[lanes.indexOf(card.closest("[data-lane]")) + by];
  if (to) moveTo(card, to);
}

function moveTo(card, to) {
  const from = card.closest("[data-lane]");
  if (from === to) return;
  const place = [...from.querySelectorAll("[data-card]")].indexOf(card);
  to.prepend(card);
  card.focus();
  settle(card.closest("[data-board]"), card, from, to, place);
}

function openStages(card) {
  const board = card.closest("[data-board]");
  const menu = document.createElement("dialog");
  menu.className = "w-sheet-up";
  const list = document.createElement("ul");
  for (const lane of lanesOf(board)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "w-row";
    button.textContent = lane.dataset.label;
    if (lane === card.closest("[data-lane]")) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => {
      menu.close();
      moveTo(card, lane);
    });
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  menu.append(list);
  menu.addEventListener("close", () => menu.remove());
  document.body.append(menu);
  menu.showModal();
}

async function settle(board, card, from, to, place) {
  carry(card, from, to);
  const next = card.nextElementSibling?.closest("[data-card]");
  const body = new URLSearchParams({ stage: to.dataset.lane, before: next?.dataset.card || "" });
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  let answer = {};
  let done = false;
  try {
    const response = await fetch(card.dataset.move + window.location.search, { method: "POST", body, headers });
    done = response.ok;
    if (response.headers.get("Content-Type")?.includes("json")) answer = await response.json();
  } catch {
    done = false;
  }
  if (answer.ask && (await answered(answer.ask))) return; // the page is drawn anew with the card in its new lane
  if (!done) {
    const cards = [...from.querySelectorAll("[data-card]")];
    if (cards[place]) cards[place].before(card);
    else from.append(card);
    carry(card, to, from);
    if (!answer.ask) showToast({ text: answer.message || document.getElementById("toasts").dataset.failed, bad: true });
    card.focus();
    return;
  }
  for (const lane of lanesOf(board)) write(lane, answer.counts?.[lane.dataset.lane], answer.sums?.[lane.dataset.lane]);
  if (answer.toast) showToast(answer.toast);
  if (answer.location) window.location.assign(answer.location);
}

// What the new stage asks for is asked in the drawer, while the card waits in its new lane: true once it is saved.
async function answered(address) {
  const drawer = document.getElementById("drawer");
  let isSaved = false;
  const hear = () => { isSaved = true; };
  document.addEventListener("wasl:saved", hear);
  try {
    await window.htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML" });
    await Promise.resolve(); // the drawer opens once its fields are dressed
    if (drawer.open) await new Promise((close) => drawer.addEventListener("close", close, { once: true }));
  } finally {
    document.removeEventListener("wasl:saved", hear);
  }
  return isSaved;
}

// What a lane holds is more than what it shows: the card's part goes from one lane to the other.
function carry(card, from, to) {
  const amount = Number(card.dataset.amount || 0);
  for (const [lane, sign] of [[from, -1], [to, 1]]) {
    const region = lane.closest(".w-lane");
    const decimals = Number(lane.closest("[data-board]").dataset.decimals || 2);
    region.dataset.count = Number(region.dataset.count) + sign;
    region.dataset.sum = Number(region.dataset.sum) + sign * amount;
    const text = new Intl.NumberFormat("en", { maximumFractionDigits: decimals }).format(region.dataset.sum / 10 ** decimals);
    write(lane, region.dataset.count, text);
  }
}

function write(lane, count, sum) {
  const region = lane.closest(".w-lane");
  const set = (selector, value) => {
    const place = region.querySelector(selector);
    if (place && value !== undefined) place.textContent = String(value);
  };
  set("[data-lane-count]", count);
  set("[data-lane-sum]", sum);
}
