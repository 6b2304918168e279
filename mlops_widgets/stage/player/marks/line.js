// Line: a column up to the playhead, broken where nothing is known.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ column: string, tone: Tone, dashed: boolean, dash?: number[], step?: "" | "pre" | "post" }} mark */
export function drawLine(pen, mark) {
  const { g, trace, now } = pen;
  const values = trace.columns[mark.column];
  g.strokeStyle = pen.colours[mark.tone];
  const dash = mark.dash ?? (mark.dashed ? [5, 4] : []);
  g.lineWidth = dash.length ? 1.5 : 2;
  g.lineJoin = "round";
  g.setLineDash(dash);
  strokeLine(pen, values, now, mark.step);
  g.setLineDash([]);
}

/** The stroke itself, up to `last`; in steps, a value holds since the one before it ("pre") or until the next ("post"). @param {Pen} pen @param {ArrayLike<number>} values @param {number} last @param {string} [step] */
export function strokeLine({ g, x, y, trace }, values, last, step = "") {
  g.beginPath();
  let down = false;
  for (let i = step === "pre" && last ? 1 : 0; i <= last; i++) {
    const known = !Number.isNaN(values[i]);
    if (known && step === "pre" && i) {
      if (down) g.lineTo(x(trace.time[i - 1]), y(values[i]));
      else g.moveTo(x(trace.time[i - 1]), y(values[i]));
      down = true;
    }
    if (down && step === "post") g.lineTo(x(trace.time[i]), y(values[i - 1]));
    if (known && down) g.lineTo(x(trace.time[i]), y(values[i]));
    else if (known) g.moveTo(x(trace.time[i]), y(values[i]));
    down = known;
  }
  g.stroke();
}
