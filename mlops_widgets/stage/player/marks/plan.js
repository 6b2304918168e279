// Plan: a thing seen from above, and where something happened on it in the last ticks, the older the fainter.

/** @import { Trace } from "../types" */
/** @import { Frame, PlanPanel } from "./types" */

const BEYOND = 34; // px that other panels need for labels
const RIM = 8; // px that the outline is wider and rounder, so that no dot lies on its edge

/** @param {Frame} frame @param {PlanPanel} panel */
export function drawPlan(frame, panel) {
  const { g, colours, trace, now } = frame;
  const [left, right, top, bottom] = [frame.left - BEYOND + RIM, frame.right - RIM, frame.top + RIM, frame.bottom + BEYOND - RIM];
  const [x, y] = [0, 1].map((axis) => panel.outline.map((corner) => corner[axis]));
  const [low, high] = [Math.min, Math.max].map((end) => [end(...x), end(...y)]);
  const scale = Math.min((right - left) / (high[0] - low[0]), (bottom - top) / (high[1] - low[1]));
  const across = (/** @type {number} */ value) => (left + right) / 2 + scale * (value - (low[0] + high[0]) / 2);
  const up = (/** @type {number} */ value) => (top + bottom) / 2 - scale * (value - (low[1] + high[1]) / 2);
  g.beginPath();
  for (const [a, b] of panel.outline) g.lineTo(across(a), up(b));
  g.closePath();
  g.lineJoin = "round";
  g.fillStyle = colours.line;
  g.fill();
  g.strokeStyle = colours.line;
  g.lineWidth = RIM;
  g.stroke();
  g.fillStyle = colours[panel.tone];
  for (let back = Math.min(panel.ticks, now + 1) - 1; back >= 0; back--) {
    g.globalAlpha = 1 - (0.6 * back) / panel.ticks;
    for (const [a, b] of holesOf(panel, trace, now - back)) {
      g.beginPath();
      g.arc(across(a), up(b), 2.25, 0, 2 * Math.PI);
      g.fill();
    }
  }
  g.globalAlpha = 1;
}

/** The dots of one tick. @param {PlanPanel} panel @param {Trace} trace @param {number} tick @returns {[number, number][]} */
function holesOf({ x, y }, { columns }, tick) {
  const dots = x.map((name, i) => /** @type {[number, number]} */ ([columns[name][tick], columns[y[i]][tick]]));
  return dots.filter(([a, b]) => !Number.isNaN(a) && !Number.isNaN(b));
}

/** How many dots are seen. @param {PlanPanel} panel @param {Trace} trace @param {number} now */
export function tellPlan(panel, trace, now) {
  let count = 0;
  for (let tick = Math.max(now - panel.ticks + 1, 0); tick <= now; tick++) count += holesOf(panel, trace, tick).length;
  return `${panel.title}, ${panel.dots}: ${count || "none"}.`;
}
