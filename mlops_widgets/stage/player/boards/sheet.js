// How is the tagging board written as CSV? As Python writes it, so that either can read the other's file.

/** @import { TagsBackdrop } from "./types" */

/**
 * @param {TagsBackdrop} backdrop
 * @param {string[]} tags all there are
 * @param {Map<number, Set<string>>} carried row → its tags
 */
export function csvOf({ columns, names, cells }, tags, carried) {
  const last = tags.length ? `tags: ${tags.join("; ")}` : "tags";
  const lines = names.map((name, row) => [name, ...cells[row], tags.filter((tag) => carried.get(row)?.has(tag)).join("; ")]);
  return [["example", ...columns, last], ...lines].map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

/** @param {string} cell */
function quoted(cell) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
