// What others change appears by itself: each few seconds the page asks for the version of the company's data; when it
// is another, the bell counts anew, and the regions [data-live] (each with an id) are fetched and changed in place. While
// somebody types, drags, picks rows or has a dialog open, nothing moves: a button offers to show what is new.
import { Idiomorph } from "idiomorph";
import { keepingFocus } from "./focus.js";
import { whenStill } from "./still.js";

const EVERY_MS = 3000;
const regions = () => [...document.querySelectorAll("[data-live]")];
let version = document.body.dataset.version;
let asking = false;

async function ask() {
  if (asking || document.hidden || !version) return;
  asking = true;
  try {
    const answer = await fetch(`/live/?v=${version}`, { headers: { Accept: "application/json" } });
    if (answer.status !== 200) return;
    const found = await answer.json();
    for (const bell of document.querySelectorAll("[data-bell]")) {
      bell.hidden = !found.notices;
      bell.firstElementChild.textContent = found.notices;
    }
    if (!regions().length) version = found.version;
    else if (isBusy()) offer(found.version);
    else await show(found.version);
  } catch {
    // No connection: the next time will tell.
  } finally {
    asking = false;
  }
}

function isBusy() {
  const at = document.activeElement;
  return Boolean(
    document.querySelector("dialog[open], .w-ghosted, [data-pick]:checked, details[data-menu][open]") ||
      (at?.matches("input, textarea, select, [contenteditable]") && at.closest("[data-live]")),
  );
}

const show = (seen) => keepingFocus(document.getElementById("main"), () => renew(seen));

async function renew(seen) {
  const answer = await fetch(window.location.href, { headers: { "X-Live": "1" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await new Promise(whenStill);
  for (const region of regions()) {
    if (region.dataset.held) continue;
    const fresh = page.getElementById(region.id);
    if (!fresh) continue;
    const before = new Set([...region.querySelectorAll("tr, article, li")].map((each) => each.textContent));
    Idiomorph.morph(region, [...fresh.childNodes], { morphStyle: "innerHTML", ignoreActiveValue: true });
    window.htmx.process(region);
    tint(region, before);
    document.dispatchEvent(new CustomEvent("wasl:renewed", { detail: region }));
  }
  version = page.body.dataset.version || seen;
  document.getElementById("news")?.remove();
}

function tint(region, before) {
  for (const each of region.querySelectorAll("tr, article, li")) {
    if (before.has(each.textContent) || each.querySelector("tr, article, li")) continue;
    each.classList.add("w-fresh");
    setTimeout(() => each.classList.remove("w-fresh"), 2000);
  }
}

function offer(seen) {
  if (document.getElementById("news")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.id = "news";
  button.className = "w-news";
  button.textContent = document.body.dataset.news;
  button.addEventListener("click", () => show(seen));
  document.querySelector("main")?.prepend(button);
}

// What somebody fetched into a region (earlier lines, more cards) is not taken away again.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const region = detail.target.closest?.("[data-live]");
  if (region) region.dataset.held = "1";
});
setInterval(ask, EVERY_MS);
document.addEventListener("visibilitychange", ask);
