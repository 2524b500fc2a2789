// A field for a file: its whole area takes a file that is dragged there, and says which one was chosen.
const area = (event) => event.target.closest?.("[data-drop]");
const input = (drop) => drop.querySelector("[type=file]");

function show(drop) {
  const names = [...input(drop).files].map((file) => file.name);
  const said = drop.querySelector("[data-drop-name]");
  said.textContent = names.join(", ");
  drop.classList.toggle("has", names.length > 0);
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-drop] [type=file]")) show(area(event));
});
document.addEventListener("dragover", (event) => {
  const drop = area(event);
  if (!drop || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  drop.classList.add("over");
});
document.addEventListener("dragleave", (event) => area(event)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const drop = area(event);
  if (!drop || !event.dataTransfer.files.length) return;
  event.preventDefault();
  drop.classList.remove("over");
  const one = new DataTransfer();
  for (const file of [...event.dataTransfer.files].slice(0, input(drop).multiple ? undefined : 1)) one.items.add(file);
  input(drop).files = one.files;
  input(drop).dispatchEvent(new Event("change", { bubbles: true }));
});
