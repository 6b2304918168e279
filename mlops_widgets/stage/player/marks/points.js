// Points: the raw values of a column, faint.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ column: string, tone: Tone, strong?: boolean }} mark */
export function drawPoints(pen, mark) {
  const { g, x, y, trace, now } = pen;
  const values = trace.columns[mark.column];
  const side = mark.strong ? 4.5 : 2.5;
  g.globalAlpha = mark.strong ? 0.75 : 0.38;
  g.fillStyle = pen.colours[mark.tone];
  for (let i = 0; i <= now; i++) {
    if (!Number.isNaN(values[i])) g.fillRect(x(trace.time[i]) - side / 2, y(values[i]) - side / 2, side, side); // where two meet it is darker
  }
  g.globalAlpha = 1;
}
