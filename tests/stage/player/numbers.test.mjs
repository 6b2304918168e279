// Is a number written for people, and with as many digits as its slider's step needs?

import assert from "node:assert/strict";
import { test } from "node:test";
import { digitsOf, moment, written } from "../../../mlops_widgets/stage/player/numbers.js";

test("a value has its unit, a true minus sign and no minus zero", () => {
  assert.equal(written(0.224, 1, "%"), "22.4 %");
  assert.equal(written(-1.5, 1, "°C"), "−1.5 °C");
  assert.equal(written(-0.001, 2, ""), "0.00");
  assert.equal(written(NaN, 2, "h"), "–");
  assert.equal(written(3, 0, ""), "3");
});

test("digits are those of the step", () => {
  const steps = [[24, 0], [12, 0], [1, 0], [0.5, 1], [0.1, 1], [0.05, 2], [0.01, 2], [0.0005, 4], [1e-9, 4]];
  for (const [step, digits] of steps) assert.equal(digitsOf(step), digits, `step ${step}`);
});

test("a moment is a date where the axis has a start, and counted otherwise", () => {
  assert.equal(moment(25, { start: "2013-12-31T00:00", unit: "hours" }), "1 Jan 2014, 01:00");
  assert.equal(moment(12, { start: null, unit: "rows" }), "12 rows");
  assert.equal(moment(12, { start: null, unit: "" }), "12");
});
