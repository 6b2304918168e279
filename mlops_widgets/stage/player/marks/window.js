// Window: the stretch behind the playhead that the detector looks at.

/** @import { Pen } from "../types" */

/** @param {Pen} pen @param {{ width: string }} mark */
export function drawWindow(pen, mark) {
  const { g, x, trace, now, time } = pen;
  const width = trace.columns[mark.width][now];
  if (!(width > 0)) return;
  const start = x(Math.max(time - width, trace.time[0]));
  g.globalAlpha = 0.1;
  g.fillStyle = pen.colours.accent;
  g.fillRect(start, pen.top, x(time) - start, pen.bottom - pen.top);
  g.globalAlpha = 0.8;
  g.fillRect(start, pen.bottom - 2, x(time) - start, 2);
  g.globalAlpha = 1;
}
