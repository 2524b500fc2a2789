// Selection in tables: [data-all] checks every [data-pick] of its table; the bar of bulk acts appears with its count.

document.addEventListener("change", (event) => {
  const table = event.target.closest("table");
  if (!table || !event.target.matches("[data-all], [data-pick]")) return;
  const picks = [...table.querySelectorAll("[data-pick]")];
  if (event.target.matches("[data-all]")) for (const pick of picks) pick.checked = event.target.checked;
  for (const pick of picks) pick.closest("tr").classList.toggle("sel", pick.checked);
  const count = picks.filter((pick) => pick.checked).length;
  const all = table.querySelector("[data-all]");
  if (all) {
    all.checked = count === picks.length;
    all.indeterminate = count > 0 && count < picks.length;
  }
  const bar = document.querySelector(".w-bulk");
  if (!bar) return;
  bar.hidden = count === 0;
  const shown = bar.querySelector("[data-count]");
  if (shown) shown.textContent = String(count);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-unpick]")) return;
  for (const pick of document.querySelectorAll("[data-pick]:checked")) pick.click();
});
