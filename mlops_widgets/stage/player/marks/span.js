// Span: stretches of time in which a column is not zero, hatched so that shading is not told by colour alone.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ column: string, tone: Tone }} mark */
export function drawSpan(pen, mark) {
  const { trace, now } = pen;
  const values = trace.columns[mark.column];
  for (let i = 0; i <= now; i++) {
    if (!(values[i] > 0)) continue;
    const first = i;
    while (i < now && values[i + 1] > 0) i++;
    hatch(pen, pen.x(trace.time[first]), pen.x(i === now ? pen.time : trace.time[i]), pen.colours[mark.tone]);
  }
}

/** @param {Pen} pen @param {number} left @param {number} right @param {string} colour */
function hatch({ g, top, bottom }, left, right, colour) {
  const width = Math.max(right - left, 2);
  g.save();
  g.beginPath();
  g.rect(left, top, width, bottom - top);
  g.clip();
  g.globalAlpha = 0.09;
  g.fillStyle = colour;
  g.fillRect(left, top, width, bottom - top);
  g.globalAlpha = 0.22;
  g.strokeStyle = colour;
  g.lineWidth = 1;
  g.beginPath();
  for (let x = Math.floor((left - bottom + top) / 7) * 7; x < right; x += 7) {
    g.moveTo(x, bottom);
    g.lineTo(x + bottom - top, top);
  }
  g.stroke();
  g.restore();
}
