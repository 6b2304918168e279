// Ghost: a pinned run's lines, grey and dashed, behind the lane's own; the edges of its stacks before them, for areas would hide them.

/** @import { Ghost, Lane, Pen, ReadOut } from "../types" */
import { drawLine } from "./line.js";
import { drawEdges } from "./stack.js";

/** @param {Pen} pen over the pinned run's own trace @param {Lane} lane @param {number[]} dash */
export function drawGhost(pen, lane, dash) {
  for (const mark of lane.marks) {
    if (mark.mark === "line" && pen.trace.columns[mark.column]) drawLine(pen, { ...mark, tone: "soft", dash });
  }
}

/** @param {Pen} pen over the pinned run's own trace @param {Lane} lane @param {number[]} dash */
export function drawGhostEdges(pen, lane, dash) {
  for (const mark of lane.marks) if (mark.mark === "stack") drawEdges(pen, mark, dash);
}

/** Does a column mean the same in a ghost? By the same rule as Scene.means. @param {Ghost} ghost @param {ReadOut[]} readouts @param {string} column */
export function isAlike({ reads }, readouts, column) {
  const name = readouts.find((each) => each.column === column)?.name;
  const other = reads?.[column];
  return !name || !other || name === other;
}

/** A lane without the lines that mean something else in a ghost. @param {Lane} lane @param {Ghost} ghost @param {ReadOut[]} readouts */
export function alikeIn(lane, ghost, readouts) {
  return { ...lane, marks: lane.marks.filter((mark) => mark.mark !== "line" || isAlike(ghost, readouts, mark.column)) };
}

/** Lanes with room for the ghosts' values too. @param {Lane[]} lanes @param {Ghost[]} ghosts @returns {Lane[]} */
export function widened(lanes, ghosts) {
  return lanes.map((lane, index) => {
    const others = ghosts.flatMap((ghost) => ghost.lanes[index] ?? []).filter(({ title }) => title === lane.title);
    const all = [lane, ...others];
    const [low, high] = [Math.min(...all.map((each) => each.low)), Math.max(...all.map((each) => each.high))];
    return { ...lane, low, high, ticks: shared(all.map((each) => each.ticks), lane.log) };
  });
}

/** All ticks that lie on the widest grid among them, each once; of powers all. @param {[number, string][][]} lists @param {boolean} [log] */
function shared(lists, log) {
  const step = log ? 0 : Math.max(0, ...lists.filter(({ length }) => length > 1).map(([[first], [second]]) => second - first));
  const found = new Map(lists.flat().filter(([tick]) => !step || Math.abs(tick / step - Math.round(tick / step)) < 1e-6));
  return [...found].sort(([a], [b]) => a - b);
}
