// Line: a column up to the playhead, broken where nothing is known.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ column: string, tone: Tone, dashed: boolean, dash?: number[], stepped?: boolean }} mark */
export function drawLine(pen, mark) {
  const { g, trace, now } = pen;
  const values = trace.columns[mark.column];
  g.strokeStyle = pen.colours[mark.tone];
  const dash = mark.dash ?? (mark.dashed ? [5, 4] : []);
  g.lineWidth = dash.length ? 1.5 : 2;
  g.lineJoin = "round";
  g.setLineDash(dash);
  strokeLine(pen, values, now, mark.stepped);
  g.setLineDash([]);
}

/** The stroke itself, up to `last`; stepped, a value holds since the one before it. @param {Pen} pen @param {ArrayLike<number>} values @param {number} last @param {boolean} [stepped] */
export function strokeLine({ g, x, y, trace }, values, last, stepped = false) {
  g.beginPath();
  let down = false;
  for (let i = stepped && last ? 1 : 0; i <= last; i++) {
    const known = !Number.isNaN(values[i]);
    if (known && stepped && i) {
      if (down) g.lineTo(x(trace.time[i - 1]), y(values[i]));
      else g.moveTo(x(trace.time[i - 1]), y(values[i]));
      down = true;
    }
    if (known && down) g.lineTo(x(trace.time[i]), y(values[i]));
    else if (known) g.moveTo(x(trace.time[i]), y(values[i]));
    down = known;
  }
  g.stroke();
}
