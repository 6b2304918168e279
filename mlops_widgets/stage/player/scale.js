// Scale: how far up its lane does a value stand, from 0 at the foot to 1, in equal steps or in equal factors? As in pen.py.

/** @param {{ low: number, high: number, log?: boolean }} lane @param {number} value */
export function risen({ low, high, log }, value) {
  const up = (/** @type {number} */ to) => (log ? Math.log(Math.max(to, 2.2250738585072014e-308)) : to);
  return (up(value) - up(low)) / (up(high) - up(low));
}
