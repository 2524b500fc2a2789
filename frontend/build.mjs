// Builds the front-end into OUT (default src/wasl/web/static/dist): hashed files and manifest.json.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { png, strokes } from "./png.mjs";
import { purge } from "./purge.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const source = (name) => join(here, "src", name);
const installed = (name) => join(here, "node_modules", name);
const out = process.env.OUT || join(here, "..", "src", "wasl", "web", "static", "dist");
// Tabler 1.6 needs light-dark() and relative colours: these are the first browsers that have both.
const target = ["chrome123", "firefox128", "safari17.5"];
const FONT = "@fontsource/ibm-plex-sans-arabic";
const FONT_WEIGHTS = [400, 500, 600];
const FONT_SCRIPTS = ["arabic", "latin"];

const manifest = {};

function emit(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const end = extname(name);
  const hashed = `${name.slice(0, -end.length)}.${hash}${end}`;
  writeFileSync(join(out, hashed), content);
  manifest[name] = hashed;
  return hashed;
}

function fontFaces() {
  const faces = [];
  for (const weight of FONT_WEIGHTS) {
    const css = readFileSync(installed(`${FONT}/${weight}.css`), "utf8");
    for (const script of FONT_SCRIPTS) {
      const name = `ibm-plex-sans-arabic-${script}-${weight}-normal.woff2`;
      const block = css.split("@font-face").find((face) => face.includes(name));
      const range = block.match(/unicode-range:[^;]+;/)[0];
      const hashed = emit(`plex-${script}-${weight}.woff2`, readFileSync(installed(`${FONT}/files/${name}`)));
      faces.push(`@font-face{font-family:"IBM Plex Sans Arabic";font-style:normal;font-display:optional;` +
        `font-weight:${weight};src:url(./${hashed}) format("woff2");${range}}`);
    }
  }
  return faces.join("\n");
}

async function styles() {
  const own = ["tokens.css", "wasl.css", "kit.css", "palette.css", "forms.css", "fit.css"].map((name) => readFileSync(source(name), "utf8")).join("\n");
  const fonts = fontFaces();
  const parts = JSON.parse(readFileSync(source("tabler.json"), "utf8"));
  for (const [name, file] of [["app.css", "tabler.min.css"], ["app.rtl.css", "tabler.rtl.min.css"]]) {
    const tabler = purge(readFileSync(installed(`@tabler/core/dist/css/${file}`), "utf8"), { ...parts, readers: own });
    const { code } = await transform(`${tabler}\n${fonts}\n${own}`, { loader: "css", minify: true, target });
    emit(name, code);
  }
}

async function scripts() {
  for (const name of ["app", "board", "charts"]) {
    const result = await build({
      entryPoints: [source(`${name}.js`)], bundle: true, minify: true, write: false, format: "iife", target,
      legalComments: "none",
    });
    emit(`${name}.js`, result.outputFiles[0].text);
  }
}

function shapes(name) {
  const svg = readFileSync(installed(`@tabler/icons/icons/outline/${name}.svg`), "utf8");
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return inside.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/\s+/g, " ").trim();
}

function icons() {
  const names = JSON.parse(readFileSync(source("icons.json"), "utf8"));
  const symbols = names.map((name) =>
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" ` +
      `stroke-linejoin="round">${shapes(name)}</symbol>`);
  emit("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

// What stands in the browser's tab: the mark of the menu, in the brand's colour of the light theme; and the same to its
// edges with room around the sign, for phones that cut icons to a shape of their own; as a PNG for iOS, which reads no SVG.
function mark() {
  const brand = readFileSync(source("tokens.css"), "utf8").match(/--w-brand:\s*light-dark\((#\w+)/)[1];
  for (const [name, round, edge, size] of [["mark.svg", 8, 5, 0.92], ["mark-whole.svg", 0, 8, 0.67]]) {
    emit(name, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="${round}" ` +
      `fill="${brand}"/><g transform="translate(${edge} ${edge}) scale(${size})" fill="none" stroke="#fff" ` +
      `stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${shapes("link")}</g></svg>`);
  }
  const size = 180;
  const unit = (size / 32) * 0.75;
  emit("mark.png", png(size, brand, strokes(shapes("link")), 2.2 * unit, ([x, y]) => [size / 2 + (x - 12) * unit, size / 2 + (y - 12) * unit]));
}

function licences() {
  const banner = readFileSync(installed("@tabler/core/dist/css/tabler.css"), "utf8").match(/\/\*![\s\S]*?\*\//)[0];
  const texts = [
    ["@tabler/icons", "LICENSE"], ["htmx.org", "LICENSE"], ["idiomorph", "LICENSE"], ["sortablejs", "LICENSE"],
    ["echarts", "LICENSE"], ["echarts", "NOTICE"], ["zrender", "LICENSE"], [FONT, "LICENSE"],
  ].map(([name, file]) => `==== ${name} ====\n${readFileSync(installed(`${name}/${file}`), "utf8")}`);
  writeFileSync(join(out, "licences.txt"), [`==== @tabler/core ====\n${banner}`, ...texts].join("\n\n"));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
icons();
mark();
await styles();
await scripts();
licences();
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
