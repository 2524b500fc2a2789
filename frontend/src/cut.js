// What is cut off with an ellipsis carries its whole text as a title, for as long as it is cut.
const CUT = ".cut, .w-cut, .w-stages button, .w-menu-h, .w-bar-t h1";

function mark(root = document) {
  const boxes = [...root.querySelectorAll(CUT)];
  const cut = boxes.map((box) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1);
  boxes.forEach((box, place) => {
    if (cut[place] && !box.title) {
      box.title = box.textContent.trim().replace(/\s+/g, " ");
      box.dataset.cut = "";
    } else if (!cut[place] && "cut" in box.dataset) {
      box.removeAttribute("title");
      delete box.dataset.cut;
    }
  });
}

let later = 0;
function soon() {
  cancelAnimationFrame(later);
  later = requestAnimationFrame(() => mark());
}

soon();
document.fonts?.ready.then(soon);
window.addEventListener("resize", soon);
for (const name of ["htmx:afterSettle", "wasl:renewed", "toggle"]) document.addEventListener(name, soon, true);
