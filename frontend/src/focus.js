// The focus is not lost to the page: where the part that holds it is replaced, it goes to what came in its place.
const CAN_HOLD = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex]";
let place = null;

export function goTo(part) {
  const first = part.matches(CAN_HOLD) ? part : part.querySelector(CAN_HOLD);
  if (!first) part.tabIndex = -1;
  (first || part).focus();
}

// Do what may take the focused element away; then go to `part`, if it did.
export async function keepingFocus(part, act) {
  const at = document.activeElement;
  await act();
  const now = document.activeElement;
  if (at !== document.body && (now === document.body || !now.checkVisibility())) goTo(part);
}

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const parent = target.parentElement;
  place = parent && target.contains(document.activeElement) ? { parent, index: [...parent.children].indexOf(target) } : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!place || document.activeElement !== document.body) return;
  const { parent, index } = place;
  place = null;
  goTo(parent.children[Math.min(index, parent.children.length - 1)] || parent);
});
