// Which marks will there be once all that is on its way is done, and when can only the kernel tell?

import assert from "node:assert/strict";
import { test } from "node:test";
import { expected } from "../../../mlops_widgets/stage/player/boards/expected.js";

const place = (at) => ({ kind: "place", at });
const remove = (at) => ({ kind: "remove", at });
const [undo, redo, clear, compare] = ["undo", "redo", "clear", "compare"].map((kind) => ({ kind }));

test("what is on its way counts as done", () => {
  assert.deepEqual(expected([3], []), [3]);
  assert.deepEqual(expected([3], [place(5)]), [3, 5]);
  assert.deepEqual(expected([3], [place(5), remove(3)]), [5]);
  assert.deepEqual(expected([3], [clear, place(7)]), [7]);
});

test("an undo takes back what is on its way, one after the other", () => {
  assert.deepEqual(expected([3], [place(5), place(6), undo]), [3, 5]);
  assert.deepEqual(expected([3], [clear, undo]), [3]);
});

test("what was done before, and another series, only the kernel knows", () => {
  for (const actions of [[undo], [place(5), undo, undo], [redo], [place(5), compare, undo], [{ kind: "choose", series: "coal" }]]) {
    assert.equal(expected([3], actions), null);
  }
});

test("the marks told of are left as they were", () => {
  const points = Object.freeze([3]);
  expected(points, [place(5), remove(3), clear]);
  assert.deepEqual(points, [3]);
});
