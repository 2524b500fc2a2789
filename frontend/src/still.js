// While a mouse button or a finger is down nothing moves beneath it: a press that ends beside what it began on is no
// click, and what was pressed is silently not done. `whenStill(act)` does an act now, or right after the press.
let isDown = false;
let waiting = [];

export function whenStill(act) {
  if (isDown) waiting.push(act);
  else act();
}

function release() {
  isDown = false;
  const acts = waiting;
  waiting = [];
  for (const act of acts) act();
}

document.addEventListener("pointerdown", ({ button }) => { isDown = button === 0; }, true);
// A click follows the end of its press in the same turn. A list that a browser opens itself keeps the end of the press.
for (const name of ["pointerup", "pointercancel", "dragend", "keydown"]) document.addEventListener(name, () => setTimeout(release), true);
document.addEventListener("pointermove", ({ buttons }) => { if (isDown && !buttons) release(); }, true);
