// The picture as a table: the last ticks up to the playhead, and what happened in them.

/** @import { Run } from "./types" */
/** @import { Panel } from "./marks/types" */
import { make } from "./dom.js";
import { moment } from "./numbers.js";
import { lastUpTo } from "./trace.js";

const ROWS_SHOWN = 12;

/**
 * @param {Run} run
 * @param {number} time
 */
export function tableOf({ picture, trace }, time) {
  const now = lastUpTo(trace.time, time);
  const bundles = picture.lanes.flatMap((lane) => lane.marks.flatMap((mark) => (mark.mark === "bundle" ? mark.many : [])));
  const shown = new Set([...[...(picture.above ?? []), ...(picture.panels ?? [])].flatMap(manyOf), ...bundles]); // a sentence says what many columns hold together
  const names = Object.keys(trace.columns).filter((name) => !shown.has(name));
  const head = ["time", ...names, "events"].map((name) => make("th", { scope: "col" }, name.replaceAll("_", " ")));
  const rows = [];
  for (let i = now; i > Math.max(-1, now - ROWS_SHOWN); i--) {
    const events = picture.flags.filter((flag) => flag.tick === trace.ticks[i]).map((flag) => flag.label);
    const numbers = names.map((name) => trace.columns[name][i]);
    const cells = numbers.map((value) => make("td", {}, Number.isNaN(value) ? "–" : String(Number(value.toPrecision(4)))));
    const when = make("th", { scope: "row" }, moment(trace.time[i], picture.axis));
    rows.push(make("tr", {}, when, ...cells, make("td", {}, events.join("; "))));
  }
  const caption = make("caption", {}, `The last ${rows.length} of ${now + 1} ticks, newest first`);
  return make("table", {}, caption, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

/** The columns of a panel that say little one by one. @param {Panel} panel */
function manyOf(panel) {
  if (panel.mark === "cloud" || panel.mark === "plan") return [...panel.x, ...panel.y];
  if (panel.mark === "bells") return [...panel.means, ...panel.spreads];
  if (panel.mark === "flow") return [...panel.places, ...panel.ways, ...panel.paces];
  return panel.mark === "gauge" || panel.mark === "ticker" ? [] : [...panel.reference, ...panel.window];
}
