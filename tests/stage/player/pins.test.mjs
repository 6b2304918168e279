// Are ghosts named by what sets them apart, and numbers by how far they have moved?

import assert from "node:assert/strict";
import { test } from "node:test";
import { Pins, apart } from "../../../mlops_widgets/stage/player/pins.js";

globalThis.document = { createElement: () => ({ setAttribute() {}, append() {}, addEventListener() {} }) };

const CONTROLS = [
  { name: "detector", title: "Detector", unit: "", kind: "menu", when: {}, choices: [["psi", "PSI"], ["adwin", "ADWIN"]] },
  { name: "window", title: "Window", unit: "values", kind: "range", when: { detector: ["psi"] }, min: 1, max: 9, step: 1 },
  { name: "share", title: "Share", unit: "%", kind: "range", when: {}, min: 0, max: 1, step: 0.05 },
  { name: "late", title: "Late", unit: "", kind: "toggle", when: {} },
];
const BASE = { detector: "psi", window: 4, share: 0.25, late: false, interventions: [] };

test("a ghost is named by what it has and the run in front has not", () => {
  assert.equal(apart(CONTROLS, { ...BASE, window: 6 }, BASE), "Window 6 values");
  assert.equal(apart(CONTROLS, { ...BASE, share: 0.5, late: true }, BASE), "Share 50 %, Late on");
  assert.equal(apart(CONTROLS, { ...BASE, detector: "adwin", window: 9 }, BASE), "Detector ADWIN", "its window means nothing");
  assert.equal(apart(CONTROLS, BASE, BASE), "this very run");
  const reset = { kind: "reset", tick: 4 };
  assert.equal(apart(CONTROLS, { ...BASE, interventions: [reset, reset] }, BASE), "2 interventions");
  assert.equal(apart(CONTROLS, BASE, { ...BASE, interventions: [reset] }), "no intervention");
  assert.equal(apart(CONTROLS, { ...BASE, interventions: [{ ...reset, tick: 5 }] }, { ...BASE, interventions: [reset] }), "other interventions");
});

function haunted(...columns) {
  const pins = new Pins({ controls: CONTROLS }, () => undefined);
  pins.ghosts = columns.map((x, index) => ({ name: "ABC"[index], trace: { time: [0, 1, 2], columns: { x } }, scenario: { ...BASE, window: index } }));
  return pins;
}

test("what means something else in a ghost stands beside nothing", () => {
  const pins = haunted([1, 2, 3], [1, 2, 3], [1, 2, 3]);
  pins.ghosts[0].reads = { x: "value" };
  pins.ghosts[1].reads = { x: "count" };
  assert.equal(pins.beside({ column: "x", digits: 0, unit: "", name: "value" }, 5, 1), "A 2 (+3) · B – · C 2 (+3)");
});

test("a read-out stands beside its ghosts at the same moment", () => {
  const pins = haunted([1, 2, 3], [5, NaN, 5], [5, 5, 5]);
  assert.equal(pins.beside({ column: "x", digits: 0, unit: "h", name: "value" }, 5, 0.9), "A 1 h (+4 h) · same in B, C");
  assert.equal(pins.beside({ column: "x", digits: 0, unit: "h", name: "value" }, 5, 1), "A 2 h (+3 h) · B – · same in C");
  assert.equal(pins.beside({ column: "x", digits: 1, unit: "%", name: "value" }, 0.2, 2), "A 300.0 % (−280.0 points) · B 500.0 % (−480.0 points) · C 500.0 % (−480.0 points)");
  assert.equal(pins.beside({ column: "y", digits: 0, unit: "", name: "value" }, 5, 1), "A – · B – · C –");
  assert.equal(haunted().beside({ column: "x", digits: 0, unit: "", name: "value" }, 5, 1), "");
});

test("a fourth pin takes the place of the oldest, the same run is pinned once", () => {
  const pins = haunted([0], [0], [0]);
  let kept = [];
  pins.keep = (scenarios) => (kept = scenarios.map(({ window }) => window));
  pins.add({ ...BASE, window: 7 });
  assert.deepEqual(kept, [1, 2, 7]);
  pins.add({ ...BASE, window: 1 });
  assert.deepEqual(kept, [0, 2, 1]);
  pins.drop({ ...BASE, window: 1 });
  assert.deepEqual(kept, [0, 2]);
});

test("the ghosts are said in one sentence, and none without them", () => {
  const pins = haunted([1, 2, 3], [5, 5, 5]);
  pins.front = { ...BASE, window: 1 };
  assert.equal(pins.sentence(["hours A 1 h · same in B", "cost A 3"]), " Pinned: A Window 0 values, B this very run — hours A 1 h · same in B; cost A 3.");
  assert.equal(haunted().sentence(["hours "]), "");
});
