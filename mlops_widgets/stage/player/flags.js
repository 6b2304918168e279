// Flags: what happened, as labels in the gutter under the first lane and thin rules through all.

/** @import { Colours, Flag } from "./types" */
import { place } from "./place.js";

const ROW = 20;
const ROWS = 3;

/** Height of the gutter. */
export const FLAGS = ROWS * ROW + 4;

/**
 * Set each label where it covers no other.
 * @param {Flag[]} flags @param {HTMLElement[]} labels @param {number} top @param {number} left @param {number} right
 * @param {(time: number) => number} x
 */
export function layFlags(flags, labels, top, left, right, x) {
  const sizes = labels.map((label, index) => /** @type {[number, number]} */ ([x(flags[index].time), label.offsetWidth]));
  const places = place(sizes, left, right, ROWS);
  return flags.map((flag, index) => {
    const spot = places[index];
    if (spot) labels[index].style.translate = `${spot[1]}px ${top + 6 + spot[0] * ROW}px`;
    return { flag, label: labels[index], row: spot ? spot[0] : -1, left: spot ? spot[1] : 0 };
  });
}

/**
 * @param {CanvasRenderingContext2D} g @param {ReturnType<typeof layFlags>} flags @param {number} tick
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
