// The page that stands in for another without a connection ([data-stands-in]) gives way to it once the server answers.
const EVERY_MS = 3000;

async function look() {
  if (!navigator.onLine) return;
  const answer = await fetch("/alive/", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) window.location.reload();
}

if (document.querySelector("[data-stands-in]")) setInterval(look, EVERY_MS);
