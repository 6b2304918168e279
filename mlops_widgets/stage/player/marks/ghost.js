// Ghost: a pinned run's lines, grey and dashed, behind the lane's own.

/** @import { Lane, Pen } from "../types" */
import { drawLine } from "./line.js";

/** @param {Pen} pen over the pinned run's own trace @param {Lane} lane @param {number[]} dash */
export function drawGhost(pen, lane, dash) {
  for (const mark of lane.marks) {
    if (mark.mark === "line" && pen.trace.columns[mark.column]) drawLine(pen, { ...mark, tone: "soft", dash });
  }
}
