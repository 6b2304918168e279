// Does a place on an axis of runs mean the value that the kernel put there, and back?

import assert from "node:assert/strict";
import { test } from "node:test";

import { shareAt, valueAt } from "../../../mlops_widgets/stage/player/boards/runs/axes.js";

const plain = { low: 2, high: 10, log: false };
const log = { low: 0.001, high: 1, log: true };

test("half of a plain axis is the mean, half of a logarithmic one the geometric mean", () => {
  assert.equal(valueAt(plain, 0.5), 6);
  assert.ok(Math.abs(valueAt(log, 0.5) - Math.sqrt(0.001)) < 1e-12);
});

test("a value's share gives the value again, on both", () => {
  for (const axis of [plain, log]) {
    for (const share of [0, 0.1, 0.5, 0.93, 1]) assert.ok(Math.abs(shareAt(axis, valueAt(axis, share)) - share) < 1e-12);
  }
});

test("what lies outside stands at the end, and an axis of one value at its foot", () => {
  assert.equal(shareAt(plain, 99), 1);
  assert.equal(shareAt(plain, -99), 0);
  assert.equal(shareAt({ low: 3, high: 3, log: false }, 3), 0);
});
