// Cloud: two features of the last rows as dots, the older the fainter, over the rings of the reference.

/** @import { Trace } from "../types" */
/** @import { CloudPanel, Frame } from "./types" */
import { written } from "./../numbers.js";
import { drawWord } from "./word.js";

/** @param {Frame} frame @param {CloudPanel} panel */
export function drawCloud(frame, panel) {
  const { g, left, right, top, bottom, colours, trace, now } = frame;
  const { x: across, y: up } = panel.axes;
  const x = (/** @type {number} */ value) => left + ((right - left) * (value - across.low)) / (across.high - across.low);
  const y = (/** @type {number} */ value) => bottom - ((bottom - top) * (value - up.low)) / (up.high - up.low);
  g.strokeStyle = colours.soft;
  g.lineWidth = 1;
  g.globalAlpha = 0.55;
  for (const [a, b] of panel.reference) {
    g.beginPath();
    g.arc(x(a), y(b), 2.2, 0, 2 * Math.PI);
    g.stroke();
  }
  g.fillStyle = colours[panel.tone];
  for (let back = Math.min(panel.ticks, now + 1) - 1; back >= 0; back--) {
    g.globalAlpha = 1 - (0.6 * back) / panel.ticks;
    for (const [a, b] of dotsOf(panel, trace, now - back)) {
      g.beginPath();
      g.arc(x(a), y(b), 2.5, 0, 2 * Math.PI);
      g.fill();
    }
  }
  g.globalAlpha = 1;
  g.fillStyle = colours.soft;
  g.textAlign = "center";
  g.textBaseline = "top";
  for (const [value, label] of across.ticks) g.fillText(label, x(value), bottom + 7);
  g.textAlign = "right";
  g.fillText(panel.names[0], right, bottom + 22);
  drawWord(frame, panel.names[1], left + 4, top, colours.soft, "left");
  drawWord(frame, `● ${panel.now}`, right, top, colours[panel.tone], "right");
  drawWord(frame, `○ ${panel.was ?? "reference"}`, right, top + 14, colours.soft, "right");
}

/** The dots of one tick. @param {CloudPanel} panel @param {Trace} trace @param {number} tick @returns {[number, number][]} */
function dotsOf({ x, y }, { columns }, tick) {
  const dots = x.map((name, i) => /** @type {[number, number]} */ ([columns[name][tick], columns[y[i]][tick]]));
  return dots.filter(([a, b]) => !Number.isNaN(a) && !Number.isNaN(b));
}

/** How the two features go together, now and in the reference; or how many dots there are. @param {CloudPanel} panel @param {Trace} trace @param {number} now */
export function tellCloud(panel, trace, now) {
  const dots = [];
  for (let tick = Math.max(now - panel.ticks + 1, 0); tick <= now; tick++) dots.push(...dotsOf(panel, trace, tick));
  if (panel.counted) return `${panel.title}, dots: ${dots.length || "none"}.`;
  const [seen, was] = [dots, panel.reference].map((places) => written(correlation(places), 2, ""));
  return `${panel.title}: correlation of the dots ${seen}, of the ${panel.was ?? "reference"} ${was}.`;
}

/** @param {[number, number][]} dots */
function correlation(dots) {
  if (dots.length < 3) return NaN;
  const mean = (/** @type {(dot: [number, number]) => number} */ of) => dots.reduce((sum, dot) => sum + of(dot), 0) / dots.length;
  const [a, b] = [mean((dot) => dot[0]), mean((dot) => dot[1])];
  const spread = Math.sqrt(mean((dot) => (dot[0] - a) ** 2) * mean((dot) => (dot[1] - b) ** 2));
  return spread > 0 ? mean((dot) => (dot[0] - a) * (dot[1] - b)) / spread : NaN;
}
