// Where do labels stand so that none covers another? The same rule as in place.py.

/**
 * Row and left edge of each label, in order of time; null where there is no room. A label stands right
 * of its rule, or left of it, in the first row where it is free.
 * @param {[number, number][]} flags x of the rule, width of the label
 * @param {number} low
 * @param {number} high
 * @param {number} rows
 * @returns {([number, number] | null)[]}
 */
export function place(flags, low, high, rows) {
  /** @type {[number, number][][]} */
  const taken = Array.from({ length: rows }, () => []);
  return flags.map(([x, width]) => {
    for (let row = 0; row < rows; row++) {
      for (const left of [x, x - width]) {
        const inside = low <= left && left + width <= high;
        if (inside && taken[row].every(([start, end]) => left + width + 4 <= start || end + 4 <= left)) {
          taken[row].push([left, left + width]);
          return [row, left];
        }
      }
    }
    return null;
  });
}
