// Ends: names that travel with their lines, the present run's and the ghosts'.

/** @import { Trace } from "./types" */
/** @import { Painter } from "./painter.js" */
import { write } from "./dom.js";
import { written } from "./numbers.js";
import { lastUpTo } from "./trace.js";

const APART = 15; // px between two names

/** @typedef {{ label: HTMLElement, lane: number, column: string, trace: Trace, name?: string, count?: string, ghost?: boolean }} End with a count, its name tells it too */
/** @typedef {{ lane: number, y: number, right: number }} Level a threshold's name, which stands at the left */

/** Where a word may begin that would stand on the names of these thresholds. @param {Level[]} levels @param {number} lane @param {number} y */
export const beside = (levels, lane, y) => levels.filter((each) => each.lane === lane && Math.abs(each.y - y) < APART).map(({ right }) => right + 4);

/**
 * Set each name where its line ends, beside a threshold's. One that would cover another steps aside; a ghost's, and any
 * for which there is no room, keeps silent.
 * @param {Painter} painter @param {number} time
 */
export function moveEnds(painter, time) {
  /** @type {[number, number][]} */
  const taken = [];
  for (const { label, lane, column, trace, name, count, ghost } of painter.ends) {
    const now = lastUpTo(trace.time, time);
    const last = lastKnown(trace.columns[column], now);
    const value = last < 0 ? NaN : trace.columns[column][last];
    if (count) write(label, last < 0 ? "" : `${name}, n = ${written(trace.columns[count][last], 0, "")}`);
    const { top, bottom } = painter.boxes[lane];
    const x = painter.x(last < now ? trace.time[last] : time);
    const free = x + label.offsetWidth + 10 < painter.width;
    // Right of its line it stands at the line's height, left of it above; beyond the lane at its edge.
    const level = free ? Math.min(Math.max(painter.y(lane, value), top + 2), bottom - 4) - 8 : Math.max(painter.y(lane, value), top + 12) - 20;
    const others = taken.filter(([other]) => other === lane).map(([, at]) => at);
    const aside = others.flatMap((at) => [at - APART, at + APART]).filter((at) => top - 9 < at && at < bottom - 4);
    const spots = [level, ...(ghost ? [] : aside.sort((a, b) => Math.abs(a - level) - Math.abs(b - level)))];
    const y = spots.find((at) => others.every((other) => Math.abs(at - other) >= APART));
    label.hidden = y === undefined || !Number.isFinite(value);
    if (y === undefined || label.hidden) continue;
    taken.push([lane, y]);
    const left = Math.max(x + 8, ...beside(painter.levels, lane, y));
    const room = left + label.offsetWidth + 2 < painter.width;
    label.style.translate = `${room ? left : x - label.offsetWidth - 8}px ${y}px`;
  }
}

/** The last place up to `now` where something is known; −1 where there is none. @param {Float32Array} values @param {number} now */
function lastKnown(values, now) {
  while (now >= 0 && Number.isNaN(values[now])) now--;
  return now;
}
