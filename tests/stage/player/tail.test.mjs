// Is the page's copy of a live run the kernel's own, whatever the portions it came in?

import assert from "node:assert/strict";
import { test } from "node:test";
import { redrawn, Tail } from "../../../mlops_widgets/stage/player/tail.js";

const PICTURE = { title: "t", lanes: [{ low: 0 }, { low: 1 }], flags: [{ tick: 1 }, { tick: 2 }], verdicts: [{ tick: 0 }], axis: {} };

/** Rows `from` … `total`: time is the number, the one column its negative. */
function rows(count, from, total, more = {}) {
  const n = total - from;
  const time = Float64Array.from({ length: n }, (_, i) => from + i);
  const column = Float32Array.from(time, (value) => -value);
  const bytes = new Uint8Array(12 * n + 3);
  bytes.set(new Uint8Array(time.buffer), 3); // not aligned, as on the wire
  bytes.set(new Uint8Array(column.buffer), 3 + 8 * n);
  const data = new DataView(bytes.buffer, 3);
  return { kind: "rows", count, from, total, state: "live", error: "", picture: {}, data, ...more };
}

function whole(count, from, total) {
  return rows(count, from, total, { kind: "whole", columns: ["x"], picture: PICTURE });
}

test("before the whole has come nothing is taken", () => {
  const tail = new Tail(10);
  assert.equal(tail.receive(rows(1, 0, 1), 0), false);
  assert.equal(tail.run, null);
  assert.equal(tail.receive(whole(2, 0, 3), 0), true);
  assert.equal(tail.run.trace.n, 3);
});

test("rows in any portions leave the last ones, under their own numbers", () => {
  for (const sizes of [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [10, 10, 10], [3, 7, 9, 1, 10, 2], [9, 9, 9]]) {
    const tail = new Tail(10);
    let total = 4;
    assert.ok(tail.receive(whole(1, 0, total), 0));
    sizes.forEach((size, index) => {
      assert.ok(tail.receive(rows(index + 2, total, total + size), 0));
      total += size;
      const first = Math.max(0, total - 10);
      const { n, time, ticks, columns } = tail.run.trace;
      assert.equal(n, total - first);
      assert.deepEqual([...time], Array.from({ length: n }, (_, i) => first + i));
      assert.deepEqual([...ticks], [...time]);
      assert.deepEqual([...columns.x], [...time].map((value) => -value));
    });
  }
});

test("a missed message is noticed, and the whole puts everything right", () => {
  const tail = new Tail(10);
  tail.receive(whole(1, 0, 2), 0);
  assert.equal(tail.receive(rows(3, 5, 6), 0), false);
  assert.deepEqual([...tail.run.trace.time], [0, 1]);
  assert.equal(tail.receive(whole(4, 3, 8), 0), true);
  assert.deepEqual([...tail.run.trace.time], [3, 4, 5, 6, 7]);
  assert.equal(tail.receive(rows(5, 8, 9), 0), true);
});

test("only the parts that changed are other objects", () => {
  const next = redrawn(PICTURE, { lanes: { 1: { low: 5 } }, flags: { drop: 1, keep: 1, add: [{ tick: 9 }] } });
  assert.equal(next.lanes[0], PICTURE.lanes[0]);
  assert.deepEqual(next.lanes[1], { low: 5 });
  assert.equal(next.flags[0], PICTURE.flags[1]);
  assert.deepEqual(next.flags, [{ tick: 2 }, { tick: 9 }]);
  assert.equal(next.verdicts, PICTURE.verdicts);
  assert.equal(redrawn(PICTURE, {}).lanes, PICTURE.lanes);
});

test("state and error come with every message", () => {
  const tail = new Tail(10);
  tail.receive(whole(1, 0, 2), 0);
  tail.receive(rows(2, 2, 2, { state: "stopped", error: "why" }), 0);
  assert.deepEqual([tail.state, tail.error, tail.run.trace.n], ["stopped", "why", 2]);
});

test("the rate is that of the last seconds, and falls when nothing comes", () => {
  const tail = new Tail(1000);
  tail.receive(whole(1, 0, 500), 0);
  for (let i = 0; i < 50; i++) tail.receive(rows(i + 2, 500 + i, 501 + i), 100 * (i + 1));
  assert.ok(Math.abs(tail.rate(5000) - 10) < 0.5, String(tail.rate(5000)));
  assert.ok(tail.rate(7000) < 5);
  assert.equal(tail.rate(60000), 0);
});

test("what was kept while the player loaded comes at once and is no rate", () => {
  const tail = new Tail(1000);
  tail.receive(whole(0, 0, 500), 40);
  for (let i = 0; i < 5; i++) tail.receive(rows(i + 1, 500 + i, 501 + i), 40);
  assert.equal(tail.rate(50), 0);
  tail.receive(rows(6, 505, 506), 140);
  assert.ok(Math.abs(tail.rate(140) - 10) < 0.01, String(tail.rate(140)));
});
