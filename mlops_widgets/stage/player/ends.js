// Ends: names that travel with their lines, the present run's and the ghosts'.

/** @import { Trace } from "./types" */
/** @import { Painter } from "./painter.js" */
import { write } from "./dom.js";
import { written } from "./numbers.js";
import { lastUpTo } from "./trace.js";

/** @typedef {{ label: HTMLElement, lane: number, column: string, trace: Trace, name?: string, count?: string }} End with a count, its name tells it too */
/** @typedef {{ lane: number, y: number, right: number }} Level a threshold's name, which stands at the left */

/** Where a word may begin that would stand on the names of these thresholds. @param {Level[]} levels @param {number} lane @param {number} y */
export const beside = (levels, lane, y) => levels.filter((each) => each.lane === lane && Math.abs(each.y - y) < 15).map(({ right }) => right + 4);

/** Set each name at its line's end, beside a threshold's; one that would cover another steps aside, or keeps silent where there is no room. @param {Painter} painter @param {number} time */
export function moveEnds(painter, time) {
  /** @type {[number, number][]} */
  const taken = [];
  for (const { label, lane, column, trace, name, count } of painter.ends) {
    const now = lastUpTo(trace.time, time);
    const value = trace.columns[column][now];
    const n = count ? trace.columns[count][now] : NaN;
    if (count) write(label, Number.isFinite(n) ? `${name}, n = ${written(n, 0, "")}` : name ?? "");
    const { top, bottom } = painter.boxes[lane];
    const level = Math.max(painter.y(lane, value), top + 12) - 20; // a line beyond its lane is named at its edge
    const others = taken.filter(([other]) => other === lane).map(([, at]) => at);
    const aside = others.flatMap((at) => [at - 15, at + 15]).filter((at) => top - 9 < at && at < bottom - 10);
    const spots = [level, ...aside.sort((a, b) => Math.abs(a - level) - Math.abs(b - level))];
    const y = spots.find((at) => others.every((other) => Math.abs(at - other) >= 15));
    label.hidden = y === undefined || !Number.isFinite(value);
    if (y === undefined || label.hidden) continue;
    taken.push([lane, y]);
    const x = painter.x(time);
    const left = Math.max(x + 8, ...beside(painter.levels, lane, y));
    const room = left + label.offsetWidth + 2 < painter.width;
    label.style.translate = `${room ? left : x - label.offsetWidth - 8}px ${y}px`;
  }
}
