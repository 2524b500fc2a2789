// Boards: cards move between lanes by hand, or by M and the stage menu. The card settles at once and the lane's sums
// follow; when the server refuses, it slides back and the reason is shown.
//   [data-board]                holds lanes
//   [data-lane=value]           a list of cards; [data-lane-count] and [data-lane-sum] are in its region
//   [data-card] data-move=url   a card; data-amount (minor units) counts into the sums
// The move posts `stage`, `before` (id of the next card or empty) as a form. 2xx settles; the JSON may hold
// {toast: {text, undo}, sums: {stage: text}, counts: {stage: number}, location: address}. Else {message} says why not.
import Sortable from "sortablejs";
import { csrfToken } from "./csrf.js";

const showToast = (detail) => document.dispatchEvent(new CustomEvent("wasl:toast", { detail }));

for (const board of document.querySelectorAll("[data-board]")) {
  for (const lane of board.querySelectorAll("[data-lane]")) {
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
  recount(from);
  recount(to);
  const next = card.nextElementSibling?.closest("[data-card]");
  const body = new URLSearchParams({ stage: to.dataset.lane, before: next?.dataset.card || "" });
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  let answer = {};
  let done = false;
  try {
    const response = await fetch(card.dataset.move, { method: "POST", body, headers });
    done = response.ok;
    if (response.headers.get("Content-Type")?.includes("json")) answer = await response.json();
  } catch {
    done = false;
  }
  if (!done) {
    const cards = [...from.querySelectorAll("[data-card]")];
    if (cards[place]) cards[place].before(card);
    else from.append(card);
    recount(from);
    recount(to);
    showToast({ text: answer.message || document.getElementById("toasts").dataset.failed, bad: true });
    card.focus();
    return;
  }
  for (const lane of lanesOf(board)) write(lane, answer.counts?.[lane.dataset.lane], answer.sums?.[lane.dataset.lane]);
  if (answer.toast) showToast(answer.toast);
  if (answer.location) window.location.assign(answer.location);
}

function recount(lane) {
  const cards = [...lane.querySelectorAll("[data-card]")];
  const decimals = Number(lane.closest("[data-board]").dataset.decimals || 2);
  const sum = cards.reduce((total, card) => total + Number(card.dataset.amount || 0), 0);
  const text = new Intl.NumberFormat("en", { maximumFractionDigits: decimals }).format(sum / 10 ** decimals);
  write(lane, cards.length, text);
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
