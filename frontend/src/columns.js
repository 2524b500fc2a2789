// The columns of a list: [data-columns] holds a form of [data-column] rows, each with a box and buttons to move it; what
// is chosen goes into the field `columns` of the address, beside what the address has already.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-up], [data-down]");
  const row = button?.closest("[data-column]");
  if (!row) return;
  const other = button.matches("[data-up]") ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.matches("[data-up]")) other.before(row);
  else other.after(row);
  button.focus();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-columns]");
  if (!form) return;
  event.preventDefault();
  const address = new URL(window.location.href);
  address.searchParams.delete("page");
  const keys = [...form.querySelectorAll("[data-column] input:checked")].map((box) => box.value);
  if (event.submitter?.matches("[data-columns-reset]") || !keys.length) address.searchParams.delete("columns");
  else address.searchParams.set("columns", keys.join(","));
  window.location.assign(address);
});
