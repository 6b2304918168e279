// Does a value stand where its axis says, and one that no power reaches under its lane?

import assert from "node:assert/strict";
import { test } from "node:test";
import { risen } from "../../../mlops_widgets/stage/player/scale.js";

test("equal steps on a plain axis, equal factors on one of powers", () => {
  assert.equal(risen({ low: 0, high: 100 }, 25), 0.25);
  assert.ok(Math.abs(risen({ low: 1, high: 100, log: true }, 10) - 0.5) < 1e-12);
});

test("what is not above zero lies far below an axis of powers, and what is unknown nowhere", () => {
  assert.ok(risen({ low: 1, high: 100, log: true }, 0) < -10);
  assert.ok(Number.isNaN(risen({ low: 1, high: 100, log: true }, NaN)));
});
