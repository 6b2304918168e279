// Flags: what happened, as labels in the gutter under the first lane and thin rules through all.

/** @import { Colours, Flag } from "./types" */
import { place } from "./place.js";

const ROW = 20;
const ROWS = 5;

/** Height of the gutter for so many rows of labels. @param {number} rows */
export const gutter = (rows) => rows * ROW + 6;

/**
 * Find each label a row and a left edge where it covers no other; row -1 where there is no room.
 * @param {Flag[]} flags @param {HTMLElement[]} labels @param {number} left @param {number} right
 * @param {(time: number) => number} x
 */
export function placeFlags(flags, labels, left, right, x) {
  const sizes = labels.map((label, index) => /** @type {[number, number]} */ ([x(flags[index].time), label.offsetWidth]));
  const places = place(sizes, left, right, ROWS);
  return flags.map((flag, index) => {
    const [row, edge] = places[index] ?? [-1, 0];
    return { flag, label: labels[index], row, left: edge };
  });
}

/** Move the labels to their places under `top`. @param {ReturnType<typeof placeFlags>} flags @param {number} top */
export function moveFlags(flags, top) {
  for (const { label, row, left } of flags) label.style.translate = `${left}px ${top + 6 + row * ROW}px`;
}

/**
 * @param {CanvasRenderingContext2D} g @param {ReturnType<typeof placeFlags>} flags @param {number} tick
 * @param {{ top: number, bottom: number }[]} boxes @param {Colours} colours @param {(time: number) => number} at
 */
export function drawFlags(g, flags, tick, boxes, colours, at) {
  g.lineWidth = 1.25;
  for (const { flag, label, row, left } of flags) {
    const come = flag.tick <= tick;
    label.hidden = !come || row < 0;
    if (!come) continue;
    const x = Math.round(at(flag.time)) + 0.5;
    g.strokeStyle = colours[flag.tone];
    g.setLineDash(flag.tone === "warn" ? [4, 3] : []);
    g.beginPath();
    for (const { top, bottom } of boxes) {
      g.moveTo(x, top);
      g.lineTo(x, bottom);
    }
    g.moveTo(x, boxes[0].bottom);
    g.lineTo(x, boxes[0].bottom + 6 + row * ROW);
    if (row >= 0 && left > x) {
      g.lineTo(x, boxes[0].bottom + 14 + row * ROW); // a label that was pushed keeps a thread to its rule
      g.lineTo(left, boxes[0].bottom + 14 + row * ROW);
    }
    g.stroke();
  }
  g.setLineDash([]);
}
