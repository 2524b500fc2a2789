// A request longer than 300 ms draws the thin bar at the top of the sheet.

const PATIENCE_MS = 300;
let running = 0;
let timer = 0;

document.addEventListener("htmx:beforeRequest", () => {
  running += 1;
  if (running === 1) timer = setTimeout(() => document.body.classList.add("loading"), PATIENCE_MS);
});
document.addEventListener("htmx:afterRequest", () => {
  running = Math.max(0, running - 1);
  if (running) return;
  clearTimeout(timer);
  document.body.classList.remove("loading");
});
