// Ends: names that travel with their lines, the present run's and the ghosts'.

/** @import { Trace } from "./types" */
/** @import { Painter } from "./painter.js" */
import { write } from "./dom.js";
import { written } from "./numbers.js";
import { spread } from "./place.js";
import { lastUpTo } from "./trace.js";

const APART = 15; // px between two names

/** @typedef {{ label: HTMLElement, lane: number, column: string, trace: Trace, name?: string, count?: string, ghost?: boolean }} End with a count, its name tells it too */
/** @typedef {{ lane: number, y: number, right: number }} Level a threshold's name, which stands at the left */

/** Where a word may begin that would stand on the names of these thresholds. @param {Level[]} levels @param {number} lane @param {number} y */
export const beside = (levels, lane, y) => levels.filter((each) => each.lane === lane && Math.abs(each.y - y) < APART).map(({ right }) => right + 4);

/**
 * Set each name where its line ends, beside a threshold's. Names of one lane stand in the order of their lines; a ghost's
 * may step aside once, where its line is not the run's own, and any for which there is no room keeps silent.
 * @param {Painter} painter @param {number} time
 */
export function moveEnds(painter, time) {
  painter.boxes.forEach(({ top, bottom }, lane) => {
    const ends = painter.ends.filter((end) => end.lane === lane).map((end) => wanted(painter, end, time));
    for (const { end } of ends.filter(({ level }) => !Number.isFinite(level))) end.label.hidden = true;
    const known = ends.filter(({ level }) => Number.isFinite(level));
    const own = known.filter(({ end }) => !end.ghost);
    const places = spread(own.map(({ level }) => level), APART, top - 8, bottom - 5);
    own.forEach((each, index) => set(painter, each, places[index]));
    const taken = places.filter((place) => place !== null);
    for (const ghost of known.filter(({ end }) => end.ghost)) {
      const aside = ghost.own ? [] : [ghost.level - APART, ghost.level + APART].filter((y) => top - 9 < y && y < bottom - 4);
      const place = [ghost.level, ...aside].find((y) => taken.every((other) => Math.abs(y - other) >= APART)) ?? null;
      if (place !== null) taken.push(place);
      set(painter, ghost, place);
    }
  });
}

/** Where a name would stand if it were alone: `own` where a ghost's line lies on the run's. @param {Painter} painter @param {End} end @param {number} time */
function wanted(painter, end, time) {
  const { label, lane, column, trace, name, count } = end;
  const now = lastUpTo(trace.time, time);
  const last = lastKnown(trace.columns[column], now);
  if (count) write(label, last < 0 ? "" : `${name}, n = ${written(trace.columns[count][last], 0, "")}`);
  const y = last < 0 ? NaN : painter.y(lane, trace.columns[column][last]);
  const { top, bottom } = painter.boxes[lane];
  const x = painter.x(last < now ? trace.time[last] : time);
  const free = x + label.offsetWidth + 10 < painter.width;
  // Right of its line it stands at the line's height, left of it above; beyond the lane at its edge.
  const level = free ? Math.min(Math.max(y, top + 2), bottom - 4) - 8 : Math.max(y, top + 12) - 20;
  const mine = painter.run?.trace;
  const beneath = mine?.columns[column]?.[lastUpTo(mine.time, time)] ?? NaN;
  return { end, x, level, own: Math.abs(painter.y(lane, beneath) - y) < 3 };
}

/** @param {Painter} painter @param {{ end: End, x: number }} wanted @param {number | null} y */
function set(painter, { end: { label, lane }, x }, y) {
  label.hidden = y === null;
  if (y === null) return;
  const left = Math.max(x + 8, ...beside(painter.levels, lane, y));
  const room = left + label.offsetWidth + 2 < painter.width;
  label.style.translate = `${room ? left : x - label.offsetWidth - 8}px ${y}px`;
}

/** The last place up to `now` where something is known; −1 where there is none. @param {Float32Array} values @param {number} now */
function lastKnown(values, now) {
  while (now >= 0 && Number.isNaN(values[now])) now--;
  return now;
}
