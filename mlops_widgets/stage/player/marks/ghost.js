// Ghost: a pinned run's lines, grey and dashed, behind the lane's own.

/** @import { Ghost, Lane, Pen } from "../types" */
import { drawLine } from "./line.js";

/** @param {Pen} pen over the pinned run's own trace @param {Lane} lane @param {number[]} dash */
export function drawGhost(pen, lane, dash) {
  for (const mark of lane.marks) {
    if (mark.mark === "line" && pen.trace.columns[mark.column]) drawLine(pen, { ...mark, tone: "soft", dash });
  }
}

/** Lanes with room for the ghosts' values too. @param {Lane[]} lanes @param {Ghost[]} ghosts @returns {Lane[]} */
export function widened(lanes, ghosts) {
  return lanes.map((lane, index) => {
    const others = ghosts.flatMap((ghost) => ghost.lanes[index] ?? []).filter(({ title }) => title === lane.title);
    const all = [lane, ...others];
    const widest = all.reduce((a, b) => (b.high - b.low > a.high - a.low ? b : a));
    return { ...lane, low: widest.low, high: widest.high, ticks: widest.ticks };
  });
}
