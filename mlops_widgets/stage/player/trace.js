// What came over the wire, and where on it is the playhead?

/** @import { Layout, Trace } from "./types" */

const NOT_KNOWN = -32768;
const LOWEST = -32767;
const HIGHEST = 32767;

/**
 * Read the buffer that wire.py packed: time unless it is even, ticks if thinned, columns of 32 and of 16 bits.
 * @param {Layout} layout
 * @param {DataView} data
 * @returns {Trace}
 */
export function unpack(layout, data) {
  const { n, even, thinned } = layout;
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  let place = 0;
  const take = (/** @type {number} */ size) => (place += size * n) - size * n;
  const [start, step] = even ?? [0, 0];
  const listed = even ? null : new Float64Array(bytes, take(8), n);
  const ticks = thinned ? new Int32Array(bytes, take(4), n) : Int32Array.from({ length: n }, (_, i) => i);
  const time = listed ?? Float64Array.from(ticks, (tick) => start + step * tick);
  /** @type {Record<string, Float32Array>} in the scene's order, though the wide ones travel first */
  const columns = Object.fromEntries(layout.columns.map(([name]) => [name, new Float32Array()]));
  for (const [name, , step] of layout.columns) if (!step) columns[name] = new Float32Array(bytes, take(4), n);
  for (const [name, low, step] of layout.columns) {
    if (step) columns[name] = decoded(new Int16Array(bytes, take(2), n), low, step);
  }
  return { n, time, ticks, columns };
}

/** @param {Int16Array} codes @param {number} low @param {number} step */
function decoded(codes, low, step) {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code > LOWEST && code < HIGHEST) values[i] = low + (code - LOWEST - 1) * step;
    else values[i] = code === NOT_KNOWN ? NaN : code === LOWEST ? -Infinity : Infinity;
  }
  return values;
}

/**
 * The last place whose value is not beyond `wanted`; 0 before the first.
 * @param {ArrayLike<number>} sorted
 * @param {number} wanted
 */
export function lastUpTo(sorted, wanted) {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
