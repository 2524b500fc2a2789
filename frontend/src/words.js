// What the scripts say, in the reader's language: the data of #words, drawn by the shell.
export function words(name) {
  return document.getElementById("words")?.getAttribute(`data-${name}`) || "";
}
