// How is a number or a moment written? The same as in numbers.py.

/** @import { Axis } from "./types" */

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/**
 * @param {number} value
 * @param {number} digits
 * @param {string} unit "%" shows a share as a percentage
 */
export function written(value, digits, unit) {
  if (Number.isNaN(value)) return "–";
  const infinite = Math.abs(value) === Infinity;
  let text = infinite ? (value < 0 ? "-∞" : "∞") : (value * (unit === "%" ? 100 : 1)).toFixed(digits);
  if (Number(text) === 0) text = text.replace("-", "");
  return `${text.replace("-", "−")} ${unit}`.trim();
}

/**
 * @param {number} time
 * @param {Axis} axis
 */
export function moment(time, axis) {
  if (axis.start === null) {
    const short = Math.abs(time) >= 0.1 ? Number(time.toFixed(Math.abs(time) >= 10 ? 2 : 3)) : time;
    return `${Number(short.toPrecision(12))} ${axis.unit}`.trim();
  }
  const when = new Date(Date.parse(`${axis.start}Z`) + Math.round(time * 3600e3));
  const clock = when.toISOString().slice(11, 16);
  return `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]} ${when.getUTCFullYear()}, ${clock}`;
}

/** Digits that a step of this size needs. @param {number} step */
export function digitsOf(step) {
  return Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));
}
