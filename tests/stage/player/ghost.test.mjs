// Has a lane room for what is pinned behind it, on one grid?

import assert from "node:assert/strict";
import { test } from "node:test";
import { widened } from "../../../mlops_widgets/stage/player/marks/ghost.js";

test("a lane has room for the ghosts' values, and the ticks of one grid", () => {
  const mine = { title: "Loss", low: 0.34, high: 0.56, ticks: [[0.4, "0.40"], [0.5, "0.50"]] };
  const theirs = { title: "Loss", low: 0.4, high: 0.63, ticks: [[0.4, "0.40"], [0.45, "0.45"], [0.6, "0.60"]] };
  const [lane] = widened([mine], [{ lanes: [theirs] }]);
  assert.deepEqual([lane.low, lane.high], [0.34, 0.63]);
  assert.deepEqual(lane.ticks, [[0.4, "0.40"], [0.5, "0.50"], [0.6, "0.60"]]);
});

test("a lane of another name keeps out of it", () => {
  const mine = { title: "Loss", low: 0, high: 1, ticks: [[0, "0"], [1, "1"]] };
  const [lane] = widened([mine], [{ lanes: [{ ...mine, title: "Gain", high: 9 }] }]);
  assert.equal(lane.high, 1);
});
