// Bundle: many faint lines up to the playhead; one that has ended by then takes another tone, and a dot at its end.

/** @import { Pen, Tone } from "../types" */
import { lastUpTo } from "./../trace.js";
import { strokeLine } from "./line.js";

/** @param {Pen} pen @param {{ many: string[], ends: number[], tone: Tone, ended: Tone }} mark */
export function drawBundle(pen, mark) {
  const { g, trace, now } = pen;
  const over = mark.ends.map((end) => end <= trace.time[now]);
  g.lineWidth = 1;
  g.lineJoin = "round";
  for (const ended of [false, true]) {
    g.strokeStyle = g.fillStyle = pen.colours[ended ? mark.ended : mark.tone];
    mark.many.forEach((name, index) => {
      if (over[index] !== ended) return;
      const last = ended ? lastUpTo(trace.time, mark.ends[index]) : now;
      g.globalAlpha = 0.4; // where many meet it is darker
      strokeLine(pen, trace.columns[name], last);
      if (ended) drawEnd(pen, trace.time[last], trace.columns[name][last]);
    });
  }
  g.globalAlpha = 1;
}

/** @param {Pen} pen @param {number} time @param {number} value */
function drawEnd({ g, x, y }, time, value) {
  g.globalAlpha = 1;
  g.beginPath();
  g.arc(x(time), y(value), 2.25, 0, 2 * Math.PI);
  g.fill();
}
