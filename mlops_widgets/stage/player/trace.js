// What came over the wire, and where on it is the playhead?

/** @import { Layout, Trace } from "./types" */

/**
 * Read the buffer that wire.py packed: time, ticks, columns.
 * @param {Layout} layout
 * @param {DataView} data
 * @returns {Trace}
 */
export function unpack(layout, data) {
  const { n, columns } = layout;
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const start = 12 * n;
  return {
    n,
    time: new Float64Array(bytes, 0, n),
    ticks: new Int32Array(bytes, 8 * n, n),
    columns: Object.fromEntries(
      columns.map((name, index) => [name, new Float32Array(bytes, start + 4 * n * index, n)]),
    ),
  };
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
