// Stack: shares of a whole as areas on top of each other up to the playhead, each named where it ends.

/** @import { Pen, Tone } from "../types" */
import { drawWord } from "./word.js";

const NAME = 13; // px that a layer needs to carry its name

/** @param {Pen} pen @param {{ layers: string[], labels: string[], tones: Tone[] }} mark */
export function drawStack(pen, { layers, labels, tones }) {
  const { g, x, y, trace, now, time, right, colours } = pen;
  g.font = `600 12px ${getComputedStyle(g.canvas).fontFamily}`;
  /** @type {number[][]} */
  const levels = [Array(now + 1).fill(0)];
  for (const name of layers) levels.push(levels[levels.length - 1].map((low, i) => low + trace.columns[name][i]));
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
