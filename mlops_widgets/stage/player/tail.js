// What has come of a live run? Its last rows, in arrays that never grow, and the picture as it is now.

/** @import { LiveMessage, LiveState, Moved, Parts, Picture, Run } from "./types" */

const BREADTH = 3000; // ms over which the rate is taken

export class Tail {
  /** @param {number} keep rows */
  constructor(keep) {
    this.keep = keep;
    this.total = 0; // rows that ever came: the next one's number
    this.n = 0;
    this.end = 0; // where the next row is written; there is room for twice as many, and they are moved up when full
    this.count = -1; // of the last message; a run begins with the whole as of 0
    this.time = new Float64Array(2 * keep);
    this.ticks = new Int32Array(2 * keep);
    /** @type {Record<string, Float32Array>} */
    this.columns = {};
    /** @type {Picture | null} */
    this.picture = null;
    /** @type {LiveState} */
    this.state = "live";
    this.error = "";
    /** @type {[number, number][]} when, and how many rows there had been */
    this.counted = [];
  }

  /** False when a message has been missed, and the whole is needed. @param {LiveMessage} message @param {number} now ms */
  receive(message, now) {
    if (message.kind === "whole") {
      this.n = this.end = 0;
      this.columns = Object.fromEntries(message.columns.map((name) => [name, new Float32Array(2 * this.keep)]));
      this.picture = message.picture;
    } else {
      if (!this.picture || message.count !== this.count + 1) return false;
      this.picture = redrawn(this.picture, message.picture);
    }
    this.write(message.total - message.from, message.from, message.data);
    this.count = message.count;
    this.total = message.total;
    this.state = message.state;
    this.error = message.error;
    if (this.counted.at(-1)?.[0] === now) this.counted.pop(); // what was kept while the player loaded comes at once
    this.counted.push([now, this.total]);
    while (this.counted.length > 2 && this.counted[1][0] < now - BREADTH) this.counted.shift();
    return true;
  }

  /** @param {number} n rows, @param {number} from the first one's number @param {DataView} data */
  write(n, from, data) {
    if (this.end + n > 2 * this.keep) {
      const stay = Math.min(this.n, this.keep - n);
      for (const array of [this.time, this.ticks, ...Object.values(this.columns)]) array.copyWithin(0, this.end - stay, this.end);
      this.end = this.n = stay;
    }
    const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
    this.time.set(new Float64Array(bytes, 0, n), this.end);
    Object.values(this.columns).forEach((column, index) => {
      column.set(new Float32Array(bytes, 8 * n + 4 * n * index, n), this.end);
    });
    for (let i = 0; i < n; i++) this.ticks[this.end + i] = from + i;
    this.end += n;
    this.n = Math.min(this.n + n, this.keep);
  }

  /** What a player plays; null before the first row. @returns {Run | null} */
  get run() {
    if (!this.picture || !this.n) return null;
    const [start, end] = [this.end - this.n, this.end];
    const columns = Object.fromEntries(Object.entries(this.columns).map(([name, values]) => [name, values.subarray(start, end)]));
    return { picture: this.picture, trace: { n: this.n, time: this.time.subarray(start, end), ticks: this.ticks.subarray(start, end), columns } };
  }

  /** Rows per second over the last seconds. @param {number} now ms */
  rate(now) {
    const known = this.counted.filter(([when], index) => when >= now - BREADTH || this.counted[index + 1]?.[0] >= now - BREADTH);
    if (!known.length) return 0;
    const [when, total] = known[0];
    return (1000 * (this.total - total)) / Math.max(now - when, 1);
  }
}

/** The picture after these parts of it have changed; what has not, stays the same object. @param {Picture} old @param {Parts} parts @returns {Picture} */
export function redrawn(old, parts) {
  const { lanes, flags, verdicts, ...others } = parts;
  return {
    ...old,
    ...others,
    lanes: Array.isArray(lanes) ? lanes : lanes ? old.lanes.map((lane, index) => lanes[index] ?? lane) : old.lanes,
    flags: flags ? moved(old.flags, flags) : old.flags,
    verdicts: verdicts ? moved(old.verdicts, verdicts) : old.verdicts,
  };
}

/** @template T @param {T[]} old @param {Moved<T>} change */
function moved(old, { drop, keep, add }) {
  return [...old.slice(drop, drop + keep), ...add];
}
