// [data-copy=id] copies what stands in the element of that id, and says so beside itself for a while.

const SAID_MS = 4000;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  const said = button.parentElement.querySelector("[role=status]");
  const done = await copied(source);
  said.textContent = done ? said.dataset.done : said.dataset.failed;
  setTimeout(() => { said.textContent = ""; }, SAID_MS);
});

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.value ?? source.innerText.trim());
    return true;
  } catch { // a page that is not served over HTTPS has no clipboard of its own: what is selected is copied as by hand
    select(source);
    return document.execCommand("copy");
  }
}

function select(source) {
  if (source.select) return source.select();
  const range = document.createRange();
  range.selectNodeContents(source);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
