// Threshold: a dotted level; its label is set in the text layer.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ at: number, tone: Tone }} mark */
export function drawThreshold(pen, mark) {
  const { g, y } = pen;
  g.strokeStyle = pen.colours[mark.tone];
  g.lineWidth = 1.5;
  g.setLineDash([2, 3]);
  g.beginPath();
  g.moveTo(pen.left, y(mark.at));
  g.lineTo(pen.right, y(mark.at));
  g.stroke();
  g.setLineDash([]);
}
