// Where do labels stand so that none covers another? The same rule as in place.py.

/**
 * Row and left edge of each label, in order of time; null where there is no room. A label stands right
 * of its rule, or left of it, in the first row where it is free; where there is none, it is pushed right behind
 * the label that is in its way, at most by `reach`.
 * @param {[number, number][]} flags x of the rule, width of the label
 * @param {number} low
 * @param {number} high
 * @param {number} rows
 * @param {number} reach
 * @returns {([number, number] | null)[]}
 */
export function place(flags, low, high, rows, reach = 96) {
  /** @type {[number, number][][]} */
  const taken = Array.from({ length: rows }, () => []);
  return flags.map(([x, width]) => {
    const spots = taken.flatMap((_, row) => /** @type {[number, number][]} */ ([[row, x], [row, x - width]]));
    const behind = taken.flatMap((labels, row) => labels.map(([, end]) => /** @type {[number, number]} */ ([row, end + 4])));
    const near = behind.filter(([, left]) => x < left && left <= x + reach).sort((a, b) => a[1] - b[1]);
    for (const [row, left] of [...spots, ...near]) {
      const inside = low <= left && left + width <= high;
      if (inside && taken[row].every(([start, end]) => left + width + 4 <= start || end + 4 <= left)) {
        taken[row].push([left, left + width]);
        return [row, left];
      }
    }
    return null;
  });
}
