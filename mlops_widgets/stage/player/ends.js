// Ends: names that travel with their lines, the present run's and the ghosts'.

/** @import { Trace } from "./types" */
/** @import { Painter } from "./painter.js" */
import { lastUpTo } from "./trace.js";

const APART = 15; // px between two names

/** @typedef {{ label: HTMLElement, lane: number, column: string, trace: Trace }} End */
/** @typedef {{ lane: number, y: number, right: number }} Level a threshold's name, which stands at the left */

/** Where a word may begin that would stand on the names of these thresholds. @param {Level[]} levels @param {number} lane @param {number} y */
export const beside = (levels, lane, y) => levels.filter((each) => each.lane === lane && Math.abs(each.y - y) < APART).map(({ right }) => right + 4);

/** Set each name at its line's end, beside a threshold's; where two would cover each other the later one stands below or above, or keeps silent. @param {Painter} painter @param {number} time */
export function moveEnds(painter, time) {
  /** @type {[number, number][]} */
  const taken = [];
  for (const { label, lane, column, trace } of painter.ends) {
    const value = trace.columns[column][lastUpTo(trace.time, time)];
    const { top, bottom } = painter.boxes[lane];
    const own = Math.max(painter.y(lane, value), top + 6) - 20; // a line beyond its lane is named at its edge
    const free = (/** @type {number} */ at) => at < bottom - 12 && !taken.some(([other, near]) => other === lane && Math.abs(near - at) < APART);
    const y = [own, own + APART, own - APART].find(free);
    label.hidden = !Number.isFinite(value) || y === undefined;
    if (label.hidden || y === undefined) continue;
    taken.push([lane, y]);
    const x = painter.x(time);
    const left = Math.max(x + 8, ...beside(painter.levels, lane, y));
    const room = left + label.offsetWidth + 2 < painter.width;
    label.style.translate = `${room ? left : x - label.offsetWidth - 8}px ${y}px`;
  }
}
