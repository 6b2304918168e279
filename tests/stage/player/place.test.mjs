// Do labels stand apart, inside, and where they stood before later ones came?

import assert from "node:assert/strict";
import { test } from "node:test";
import { place, spread } from "../../../mlops_widgets/stage/player/place.js";

test("a label stands right of its rule, or left of it where the picture ends", () => {
  assert.deepEqual(place([[100, 50]], 0, 400, 1), [[0, 100]]);
  assert.deepEqual(place([[380, 50]], 0, 400, 1), [[0, 330]]);
});

test("one that finds no room in any row is left out", () => {
  assert.deepEqual(place([[100, 50], [101, 50], [102, 50]], 0, 160, 2), [[0, 100], [1, 101], null]);
});

test("later labels move no earlier one", () => {
  const flags = Array.from({ length: 30 }, (_, i) => [i * 13, 40 + ((i * 7) % 30)]);
  const all = place(flags, 0, 400, 3);
  for (let k = 0; k <= flags.length; k++) assert.deepEqual(place(flags.slice(0, k), 0, 400, 3), all.slice(0, k));
});

test("names keep the order of their lines, and give way upwards at the lane's foot", () => {
  assert.deepEqual(spread([96, 40, 60, 98], 15, 0, 100), [85, 40, 60, 100]);
  assert.deepEqual(spread([50, 50], 15, 0, 100), [50, 65]);
});

test("where there are too many names the last keep silent", () => {
  assert.deepEqual(spread([5, 6, 7, 8], 15, 0, 30), [0, 15, 30, null]);
});
