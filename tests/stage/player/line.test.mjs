// Has what is switched at one moment no slope, and does a line break where nothing is known?

import assert from "node:assert/strict";
import { test } from "node:test";
import { strokeLine } from "../../../mlops_widgets/stage/player/marks/line.js";

/** Where the pen went: M or L, then time and value. */
function went(values, step) {
  const way = [];
  const g = { beginPath() {}, stroke() {}, moveTo: (...at) => way.push(["M", ...at]), lineTo: (...at) => way.push(["L", ...at]) };
  const trace = { time: values.map((_, i) => 10 * i) };
  strokeLine({ g, trace, x: (time) => time, y: (value) => value }, values, values.length - 1, step);
  return way.map((each) => each.join(" ")).join(", ");
}

test("a line goes from value to value, and breaks where nothing is known", () => {
  assert.equal(went([1, 4, NaN, 2]), "M 0 1, L 10 4, M 30 2");
});

test("in steps, a value holds since the one before it, known or not", () => {
  assert.equal(went([1, 4, NaN, 2], "pre"), "M 0 4, L 10 4, M 20 2, L 30 2");
});

test("or until the next, known or not", () => {
  assert.equal(went([1, 4, NaN, 2, 5], "post"), "M 0 1, L 10 1, L 10 4, L 20 4, M 30 2, L 40 2, L 40 5");
});
