// Band: a shaded area between two columns up to the playhead, its edges dotted, broken where either is not known.

/** @import { Pen, Tone } from "../types" */

/** @param {Pen} pen @param {{ low: string, high: string, tone: Tone }} mark */
export function drawBand(pen, mark) {
  const { g, trace, now } = pen;
  const [low, high] = [trace.columns[mark.low], trace.columns[mark.high]];
  g.fillStyle = g.strokeStyle = pen.colours[mark.tone];
  g.lineWidth = 1;
  for (let i = 0; i <= now; i++) {
    if (Number.isNaN(low[i]) || Number.isNaN(high[i])) continue;
    const first = i;
    while (i < now && !Number.isNaN(low[i + 1]) && !Number.isNaN(high[i + 1])) i++;
    g.globalAlpha = 0.16;
    g.beginPath();
    for (let j = first; j <= i; j++) g.lineTo(pen.x(trace.time[j]), pen.y(high[j]));
    for (let j = i; j >= first; j--) g.lineTo(pen.x(trace.time[j]), pen.y(low[j]));
    g.fill();
    g.globalAlpha = 1;
    g.setLineDash([1, 3]);
    for (const edge of [low, high]) {
      g.beginPath();
      for (let j = first; j <= i; j++) g.lineTo(pen.x(trace.time[j]), pen.y(edge[j]));
      g.stroke();
    }
    g.setLineDash([]);
  }
}
