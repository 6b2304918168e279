// Bells: what is believed of several quantities at the playhead, each a normal curve; the surer, the higher.

/** @import { Trace } from "../types" */
/** @import { BellsPanel, Frame } from "./types" */
import { written } from "./../numbers.js";
import { drawWord } from "./word.js";

const STEPS = 96;
const MARGIN = 6; // px between the plot and the canvas' edge

/** @param {Frame} frame @param {BellsPanel} panel */
export function drawBells(frame, panel) {
  const { g, left, right, top, bottom, colours, trace, now } = frame;
  const { x: across, y: up } = panel.axes;
  const x = (/** @type {number} */ value) => left + ((right - left) * (value - across.low)) / (across.high - across.low);
  const y = (/** @type {number} */ height) => bottom - ((bottom - top) * height) / up.high;
  drawFoot(frame, panel, x);
  const [means, spreads] = [panel.means, panel.spreads].map((names) => names.map((name) => trace.columns[name][now]));
  const known = panel.labels.map((_, i) => i).filter((i) => !Number.isNaN(means[i]) && spreads[i] > 0);
  const least = Math.min(...known.map((i) => spreads[i]));
  /** @type {[number, number, number][]} */
  const taken = [];
  g.lineWidth = 2;
  for (const i of known) {
    g.fillStyle = g.strokeStyle = colours[panel.tones[i]];
    g.beginPath();
    for (let step = 0; step <= STEPS; step++) {
      const value = panel.low + ((panel.high - panel.low) * step) / STEPS;
      g.lineTo(x(value), y((least / spreads[i]) * Math.exp(-(((value - means[i]) / spreads[i]) ** 2) / 2)));
    }
    g.stroke();
    g.lineTo(right, bottom);
    g.lineTo(left, bottom);
    g.globalAlpha = 0.16;
    g.fill();
    g.globalAlpha = 1;
  }
  for (const i of known) {
    const half = g.measureText(panel.labels[i]).width / 2 + 2;
    const level = y(least / spreads[i]) - 8;
    let place = Math.min(Math.max(x(means[i]), left + half), right - half);
    for (const [other, at, size] of taken) {
      const apart = half + size + 2;
      if (Math.abs(place - other) < apart && Math.abs(level - at) < 14) place = other + (x(means[i]) < other ? -apart : apart);
    }
    taken.push([place, level, half]);
    drawWord(frame, panel.labels[i], place, Math.max(level, 6), colours[panel.tones[i]]);
  }
}

/** The axis. @param {Frame} frame @param {BellsPanel} panel @param {(value: number) => number} x */
function drawFoot({ g, left, right, bottom, colours }, { axes }, x) {
  g.strokeStyle = colours.line;
  g.lineWidth = 1;
  g.beginPath();
  g.moveTo(left, bottom + 0.5);
  g.lineTo(right, bottom + 0.5);
  g.stroke();
  g.fillStyle = colours.soft;
  g.textAlign = "center";
  g.textBaseline = "top";
  let free = -Infinity;
  for (const [value, label] of axes.x.ticks) {
    const half = g.measureText(label).width / 2;
    const place = Math.min(x(value), right + MARGIN - half);
    if (place - half < free) continue;
    g.fillText(label, place, bottom + 7);
    free = place + half + 4;
  }
}

/** Each belief in numbers. @param {BellsPanel} panel @param {Trace} trace @param {number} now */
export function tellBells({ title, means, spreads, labels, digits, sign }, trace, now) {
  const known = labels.map((_, i) => i).filter((i) => !Number.isNaN(trace.columns[means[i]][now]));
  const each = known.map((i) => {
    const [mean, spread] = [means[i], spreads[i]].map((name) => written(trace.columns[name][now], digits, sign));
    return `${labels[i]} ${mean} ± ${spread}`;
  });
  return `${title}: ${each.join(", ") || "not known yet"}.`;
}
