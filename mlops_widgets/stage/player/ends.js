// Ends: names that travel with their lines, the present run's and the ghosts'.

/** @import { Trace } from "./types" */
/** @import { Painter } from "./painter.js" */
import { lastUpTo } from "./trace.js";

/** @typedef {{ label: HTMLElement, lane: number, column: string, trace: Trace }} End */

/** Set each name at its line's end; where two would cover each other the later one keeps silent. @param {Painter} painter @param {number} time */
export function moveEnds(painter, time) {
  /** @type {[number, number][]} */
  const taken = [];
  for (const { label, lane, column, trace } of painter.ends) {
    const value = trace.columns[column][lastUpTo(trace.time, time)];
    const y = Math.max(painter.y(lane, value), painter.boxes[lane].top + 6) - 20; // a line beyond its lane is named at its edge
    const hidden = !Number.isFinite(value) || taken.some(([other, at]) => other === lane && Math.abs(at - y) < 15);
    label.hidden = hidden;
    if (hidden) continue;
    taken.push([lane, y]);
    const x = painter.x(time);
    const room = x + label.offsetWidth + 10 < painter.width;
    label.style.translate = `${room ? x + 8 : x - label.offsetWidth - 8}px ${y}px`;
  }
}
