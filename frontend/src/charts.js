// Charts: <div class="chart" data-chart="id"> draws the JSON in <script type="application/json" id="id">:
// {labels: [text], series: [{name, values, kind: "bar"|"line", colour: 1..6, colours (one for each value: 1..6, "ok", "bad"),
// stack, dashed, area, hidden}], unit, label, urls (where each label leads), figures (one on each bar)}. A hidden series
// holds others up and is not seen.
// Time runs right to left in Arabic, as in the tables beside it. Colours are the tokens, drawn again on theme change.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const drawn = new Map();

function tokens() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (name) => {
    probe.setAttribute("class", `probe-${name}`);
    return getComputedStyle(probe).color;
  };
  const found = {
    series: Object.fromEntries([1, 2, 3, 4, 5, 6].map((step) => [step, colour(`c${step}`)])), ok: colour("ok"), bad: colour("bad"), ink: colour("ink"), line: colour("line"),
    surface: colour("surface"), font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return found;
}

function option(spec, look, width) {
  const rtl = document.documentElement.dir === "rtl";
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(rtl ? "ar-u-nu-latn" : "en", { notation: "compact", maximumFractionDigits: 1 });
  const isolated = (figure) => `\u2066${figure.replace("-", "\u2212")}\u2069`;
  const short = (value) => `${rtl ? "\u2067" : "\u2066"}${compact.format(value).replace(/-?[\d.,]+/, isolated)}\u2069`;
  const paint = (name) => look[name] || look.series[((name - 1) % 6) + 1];
  const few = spec.labels.length <= 8;
  const many = new Set(spec.series.map((one) => one.name).filter(Boolean)).size > 1;
  const text = { color: look.ink, fontFamily: look.font, fontSize: 12 };
  return {
    animation: !still,
    aria: { enabled: true, label: { description: spec.label } },
    textStyle: text,
    grid: { top: many ? 36 : 20, bottom: 8, left: 8, right: 8, containLabel: true },
    legend: many ? { top: 0, textStyle: text, icon: "roundRect", itemWidth: 10, itemHeight: 10 } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: look.surface, borderColor: look.line, textStyle: text, formatter: (points) => told(points, spec, number) },
    xAxis: { type: "category", data: spec.labels, inverse: rtl, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } }, axisLabel: { ...text, hideOverlap: !few, interval: few ? 0 : "auto", overflow: few ? "break" : "truncate", width: few ? (width - 64) / spec.labels.length : 76, lineHeight: 15, fontSize: few ? 11 : 12 } },
    yAxis: { type: "value", position: rtl ? "right" : "left", splitNumber: 4, splitLine: { lineStyle: { color: look.line } }, axisLabel: { ...text, formatter: (value) => short(value) } },
    series: spec.series.map((one, place) => {
      const colour = paint(one.colour || place + 1);
      const line = one.kind === "line";
      return {
        name: one.name, type: line ? "line" : "bar", silent: Boolean(one.hidden), cursor: spec.urls ? "pointer" : "default",
        data: one.colours ? one.values.map((value, at) => ({ value, itemStyle: { color: paint(one.colours[at]) } })) : one.values, stack: one.stack, symbol: "none", barMaxWidth: 28,
        itemStyle: one.hidden ? { opacity: 0 } : { color: colour, borderRadius: one.stack ? 0 : 3 },
        lineStyle: line ? { color: colour, width: 2, type: one.dashed ? "dashed" : "solid" } : undefined,
        label: spec.figures && !one.hidden ? { show: true, position: "top", ...text, formatter: ({ dataIndex, value }) => (value ? short(spec.figures[dataIndex]) : "") } : undefined,
        areaStyle: one.area ? { color: colour, opacity: 0.12 } : undefined,
      };
    }),
  };
}

function told(points, spec, number) {
  const shown = points.filter((point) => !spec.series[point.seriesIndex].hidden && (point.value || spec.series.length === 1));
  const lines = shown.map((point) => `${spec.series.length > 1 && point.seriesName ? `${point.seriesName}: ` : ""}${number.format(point.value)} ${spec.unit || ""}`);
  return [points[0]?.axisValueLabel ?? "", ...lines].join("\n");
}

function draw(place) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  let chart = drawn.get(place);
  if (!chart) {
    chart = init(place, null, { renderer: "svg" });
    drawn.set(place, chart);
    if (spec.urls) chart.on("click", ({ dataIndex }) => window.location.assign(spec.urls[dataIndex]));
  }
  place.setAttribute("role", "img");
  if (spec.label) place.setAttribute("aria-label", spec.label);
  chart.setOption(option(spec, tokens(), place.clientWidth), true);
}

const all = () => document.querySelectorAll("[data-chart]").forEach(draw);
all();
document.addEventListener("htmx:afterSettle", all);
addEventListener("resize", () => drawn.forEach((chart, place) => {
  chart.resize();
  draw(place);
}));
