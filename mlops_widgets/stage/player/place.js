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

/**
 * Heights of names so that none covers another, in the order of their lines; null where there is no room. One that
 * lies closer than `gap` under another gives way downwards, and all of them upwards where they would leave the lane.
 * Where there are too many, the last named keep silent.
 * @param {number[]} levels what each wants, the height of its line
 * @param {number} gap
 * @param {number} low
 * @param {number} high
 * @returns {(number | null)[]}
 */
export function spread(levels, gap, low, high) {
  const kept = Math.min(levels.length, 1 + Math.max(0, Math.floor((high - low) / gap)));
  const order = [...levels.keys()].slice(0, kept).sort((a, b) => levels[a] - levels[b]);
  const places = levels.map(() => /** @type {number | null} */ (null));
  let least = low;
  for (const index of order) least = (places[index] = Math.max(levels[index], least)) + gap;
  let most = high;
  for (const index of order.reverse()) most = (places[index] = Math.min(places[index] ?? 0, most)) - gap;
  return places;
}
