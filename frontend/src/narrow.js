// A page that is narrowed as one types: [data-narrow] shows of the [data-narrowed] in the element of its name those that
// have every word, and hides parts and links of kinds that have none left.

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-narrow]")) narrow(event.target);
});
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-narrow]").forEach(narrow)); // what the browser kept

function narrow(field) {
  const within = document.getElementById(field.dataset.narrow);
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const part of within.querySelectorAll("section")) {
    let left = 0;
    for (const row of part.querySelectorAll("[data-narrowed]")) {
      const has = words.every((word) => row.dataset.narrowed.includes(word));
      row.hidden = !has;
      left += has;
    }
    part.hidden = !left;
    const link = within.querySelector(`[href="#${part.id}"]`);
    if (link) link.hidden = !left;
    count += left;
  }
  const said = within.querySelector("[data-narrow-said]");
  said.textContent = words.length ? said.dataset.said.replace("{count}", count) : "";
}
