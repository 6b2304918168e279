// Does a place on an axis of runs mean the value that the kernel put there, and back?

import assert from "node:assert/strict";
import { test } from "node:test";

import { limitsOf, shareAt, shortAbove, shortBelow, valueAt } from "../../../mlops_widgets/stage/player/boards/runs/axes.js";

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

test("four digits never leave out the value that they were made of", () => {
  const values = [0.44128888, 0.44121111, 9.99961, 999.99999, 12345.6, 1e-9 / 3, 1, 1000, 0];
  for (const value of [...values, ...values.map((each) => -each)]) {
    assert.ok(shortBelow(value) <= value && value <= shortAbove(value));
    assert.ok(shortAbove(value) - shortBelow(value) <= Math.abs(value) * 1.001e-3);
  }
  assert.deepEqual([0.4412, -0.4412, 0].map(shortBelow), [0.4412, -0.4412, 0]);
  assert.deepEqual([0.4412, -0.4412, 0].map(shortAbove), [0.4412, -0.4412, 0]);
});

test("a limit dragged to the end of an axis holds the runs that stand there", () => {
  for (const axis of [{ low: 0.44128888, high: 0.69341111, log: false }, { low: 0.015678888, high: 0.49871111, log: true }]) {
    const named = /** @type {any} */ (axis);
    assert.deepEqual(limitsOf(named, 0, 1), { low: axis.low, high: axis.high });
    assert.deepEqual(limitsOf(named, 1, 0.002), { low: axis.low, high: axis.high });
    const { low, high } = limitsOf(named, 0.7, 0.3);
    assert.ok(low <= valueAt(named, 0.3) && valueAt(named, 0.7) <= high && axis.low < low && high < axis.high);
  }
});
