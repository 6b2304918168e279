// Points: the raw values of a column, faint.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ column: string, tone: Tone }} mark */
export function drawPoints(pen, mark) {
  const { g, x, y, trace, now } = pen;
  const values = trace.columns[mark.column];
  g.globalAlpha = 0.38;
  g.fillStyle = pen.colours[mark.tone];
  for (let i = 0; i <= now; i++) {
    if (!Number.isNaN(values[i])) g.fillRect(x(trace.time[i]) - 1.25, y(values[i]) - 1.25, 2.5, 2.5); // where two meet it is darker
  }
  g.globalAlpha = 1;
}
