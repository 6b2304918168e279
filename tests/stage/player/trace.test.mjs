// Is what came over the wire read as it was packed, and is the right tick found on it?

import assert from "node:assert/strict";
import { test } from "node:test";
import { lastUpTo, unpack } from "../../../mlops_widgets/stage/player/trace.js";

// Three ticks of ten, unevenly spaced: time, ticks, a column of 32 bits, one of 16.
function packed(offset = 0) {
  const [time, ticks, a, b] = [[0, 0.5, 7], [0, 1, 9], [1.5, NaN, -2], [-32768, -32766, 32767]];
  const buffer = new ArrayBuffer(offset + 3 * 18 + 5);
  const view = new DataView(buffer, offset, 3 * 18);
  time.forEach((value, i) => view.setFloat64(8 * i, value, true));
  ticks.forEach((value, i) => view.setInt32(24 + 4 * i, value, true));
  a.forEach((value, i) => view.setFloat32(36 + 4 * i, value, true));
  b.forEach((value, i) => view.setInt16(48 + 2 * i, value, true));
  return view;
}

const LAYOUT = { n: 3, of: 10, even: null, thinned: true, columns: [["b", 5, 0.5], ["a", 0, 0]] };

test("columns are read as they were packed", () => {
  const trace = unpack(LAYOUT, packed());
  assert.deepEqual([...trace.time], [0, 0.5, 7]);
  assert.deepEqual([...trace.ticks], [0, 1, 9]);
  assert.deepEqual([...trace.columns.a], [1.5, NaN, -2]);
  assert.deepEqual([...trace.columns.b], [NaN, 5, Infinity]);
  assert.deepEqual(Object.keys(trace.columns), ["b", "a"], "in the scene's order, though wide ones travel first");
  assert.equal(trace.n, 3);
});

test("an even axis and ticks that were all kept need no bytes", () => {
  const codes = new DataView(new ArrayBuffer(6));
  [-32766, -32764, -32767].forEach((value, i) => codes.setInt16(2 * i, value, true));
  const trace = unpack({ n: 3, of: 3, even: [10, 0.5], thinned: false, columns: [["b", 1, 2]] }, codes);
  assert.deepEqual([[...trace.time], [...trace.ticks]], [[10, 10.5, 11], [0, 1, 2]]);
  assert.deepEqual([...trace.columns.b], [1, 5, -Infinity]);
});

test("a buffer that does not begin at a whole number is read too", () => {
  assert.deepEqual([...unpack(LAYOUT, packed(3)).columns.a], [1.5, NaN, -2]);
});

test("the reader keeps a copy: the next answer does not move this one", () => {
  const view = packed();
  const trace = unpack(LAYOUT, view);
  view.setFloat64(0, 99, true);
  assert.equal(trace.time[0], 0);
});

test("the last place up to a time is found as by looking at each", () => {
  for (let n = 1; n < 40; n++) {
    const sorted = Float64Array.from({ length: n }, (_, i) => i * 2);
    for (let wanted = -1; wanted <= 2 * n + 1; wanted += 0.5) {
      let slow = 0;
      for (let i = 0; i < n; i++) if (sorted[i] <= wanted) slow = i;
      assert.equal(lastUpTo(sorted, wanted), slow, `${wanted} among ${n}`);
    }
  }
});

test("of equal values the last one is meant", () => {
  assert.equal(lastUpTo([0, 1, 1, 1, 2], 1), 3);
});
