// Dialogs, drawers and menus. [data-open=id] opens a <dialog>, [data-close] closes the one around it. What htmx swaps
// into #drawer-body opens the shared drawer; the answer header HX-Trigger: close-drawer closes it.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog && !dialog.open) {
      event.preventDefault();
      openModal(dialog);
    }
    return;
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  else if (event.target instanceof HTMLDialogElement && isOutside(event)) event.target.close();
  closeMenus(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.code === "Escape") closeMenus(null);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "drawer-body") return;
  queueMicrotask(() => openModal(document.getElementById("drawer"))); // after all others have dressed its fields
});

document.addEventListener("close-drawer", () => document.getElementById("drawer")?.close());

export function openModal(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  goToFirstField(dialog);
}

export function goToFirstField(within) {
  within.querySelector("[autofocus], .w-f :is(input, select, textarea):not([type=hidden], [hidden])")?.focus();
}

function isOutside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.x || event.clientX > box.x + box.width || event.clientY < box.y || event.clientY > box.y + box.height;
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}
