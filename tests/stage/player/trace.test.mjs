// Is what came over the wire read as it was packed, and is the right tick found on it?

import assert from "node:assert/strict";
import { test } from "node:test";
import { lastUpTo, unpack } from "../../../mlops_widgets/stage/player/trace.js";

function packed(offset = 0) {
  const [time, ticks, a, b] = [[0, 0.5, 7], [0, 1, 9], [1.5, NaN, -2], [0, 1, 0]];
  const buffer = new ArrayBuffer(offset + 3 * 20 + 5);
  const view = new DataView(buffer, offset, 3 * 20);
  time.forEach((value, i) => view.setFloat64(8 * i, value, true));
  ticks.forEach((value, i) => view.setInt32(24 + 4 * i, value, true));
  a.forEach((value, i) => view.setFloat32(36 + 4 * i, value, true));
  b.forEach((value, i) => view.setFloat32(48 + 4 * i, value, true));
  return view;
}

const LAYOUT = { n: 3, of: 10, columns: ["a", "b"] };

test("columns are read as they were packed", () => {
  const trace = unpack(LAYOUT, packed());
  assert.deepEqual([...trace.time], [0, 0.5, 7]);
  assert.deepEqual([...trace.ticks], [0, 1, 9]);
  assert.deepEqual([...trace.columns.a], [1.5, NaN, -2]);
  assert.deepEqual([...trace.columns.b], [0, 1, 0]);
  assert.equal(trace.n, 3);
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
