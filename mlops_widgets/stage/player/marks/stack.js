// Stack: shares of a whole as areas on top of each other up to the playhead, each named where it ends.

/** @import { Pen, Tone, Trace } from "../types" */
import { strokeLine } from "./line.js";
import { drawWord } from "./word.js";

const NAME = 13; // px that a layer needs to carry its name

/** @param {Pen} pen @param {{ layers: string[], labels: string[], tones: Tone[] }} mark */
export function drawStack(pen, { layers, labels, tones }) {
  const { g, x, y, trace, now, time, right, colours } = pen;
  g.font = `600 12px ${getComputedStyle(g.canvas).fontFamily}`;
  const levels = levelsOf(trace, layers, now);
  const known = levels[layers.length].flatMap((level, i) => (Number.isNaN(level) ? [] : [i]));
  if (!known.length) return;
  const last = known[known.length - 1];
  g.strokeStyle = colours.bg;
  g.lineWidth = 1;
  layers.forEach((_, index) => {
    const [low, high] = [levels[index], levels[index + 1]];
    g.fillStyle = colours[tones[index]];
    g.beginPath();
    for (const i of known) g.lineTo(x(trace.time[i]), y(high[i]));
    for (const i of known.toReversed()) g.lineTo(x(trace.time[i]), y(low[i]));
    g.closePath();
    g.globalAlpha = 0.5;
    g.fill();
    g.globalAlpha = 1;
    g.stroke();
  });
  layers.forEach((_, index) => {
    const [low, high] = [y(levels[index][last]), y(levels[index + 1][last])];
    if (low - high < NAME) return;
    const room = x(time) + g.measureText(labels[index]).width + 10 < right;
    const colour = colours[tones[index] === "soft" ? "ink" : tones[index]];
    drawWord(pen, labels[index], x(time) + (room ? 8 : -8), (low + high) / 2, colour, room ? "left" : "right");
  });
}

/** The lower edge of the first layer, then the upper edge of each. @param {Trace} trace @param {string[]} layers @param {number} last */
function levelsOf(trace, layers, last) {
  /** @type {number[][]} */
  const levels = [Array(last + 1).fill(0)];
  for (const name of layers) levels.push(levels[levels.length - 1].map((low, i) => low + trace.columns[name][i]));
  return levels;
}

/** A pinned run's: the edges between its layers alone. @param {Pen} pen @param {{ layers: string[] }} mark @param {number[]} dash */
export function drawEdges(pen, { layers }, dash) {
  const { g, trace, now } = pen;
  g.strokeStyle = pen.colours.ink;
  g.lineWidth = 1.5;
  g.setLineDash(dash);
  const held = layers.filter((name) => trace.columns[name]);
  for (const edge of levelsOf(trace, held, now).slice(1, -1)) strokeLine(pen, edge, now);
  g.setLineDash([]);
}
