// Does one question run and one wait, the newest win, and is silence noticed?

import assert from "node:assert/strict";
import { test } from "node:test";
import { Asker } from "../../../mlops_widgets/stage/player/asker.js";

function fresh(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const told = [];
  const model = {
    set: (name, value) => asked.push({ name, ...value, saved: false }),
    save_changes: () => (asked[asked.length - 1].saved = true),
  };
  return { asker: new Asker(model, (state) => told.push(state)), asked, told };
}

test("a question is sent at once, with a number and all it asks", (t) => {
  const { asker, asked } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  assert.equal(asked.length, 1);
  assert.deepEqual([asked[0].name, asked[0].scenario, asked[0].saved], ["request", { window: 1 }, true]);
  assert.ok(asked[0].id);
});

test("while one runs only the newest waits", (t) => {
  const { asker, asked } = fresh(t);
  for (const window of [1, 2, 3, 4]) asker.ask({ scenario: { window } });
  assert.equal(asked.length, 1);
  assert.equal(asker.receive({ id: asked[0].id }), true);
  assert.deepEqual(asked.map((each) => each.scenario.window), [1, 4]);
  asker.receive({ id: asked[1].id });
  assert.equal(asked.length, 2, "nothing waits any more");
});

test("what waits keeps the pins that an earlier wish asked for", (t) => {
  const { asker, asked } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  asker.ask({ scenario: { window: 1 }, pins: [{ window: 1 }] });
  asker.ask({ scenario: { window: 2 } });
  asker.receive({ id: asked[0].id });
  assert.deepEqual([asked[1].scenario, asked[1].pins], [{ window: 2 }, [{ window: 1 }]]);
});

test("numbers are never used twice, by no view", (t) => {
  const { asker, asked } = fresh(t);
  for (const window of [1, 2, 3]) {
    asker.ask({ scenario: { window } });
    asker.receive({ id: asked[asked.length - 1].id });
  }
  const other = new Asker({ set: (_, { id }) => asked.push({ id }), save_changes: () => {} }, () => {});
  other.ask({ scenario: { window: 1 } });
  assert.equal(new Set(asked.map((each) => each.id)).size, 4);
});

test("answers to others and to old questions are dropped", (t) => {
  const { asker, asked, told } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  assert.equal(asker.receive({ id: "another view:1" }), false);
  assert.equal(asker.receive({ id: "set" }), false);
  assert.ok(asker.running);
  asker.receive({ id: asked[0].id });
  assert.equal(asker.receive({ id: asked[0].id }), false, "the same answer once more");
  assert.deepEqual(told, ["idle"]);
});

test("with nothing asked an answer is nobody's", (t) => {
  const { asker, told } = fresh(t);
  assert.equal(asker.receive({ id: "first" }), false);
  assert.deepEqual(told, []);
});

test("a short wait is not worth a word, a longer one is, and three seconds are silence", (t) => {
  const { asker, told } = fresh(t);
  asker.ask({});
  t.mock.timers.tick(149);
  assert.deepEqual(told, []);
  t.mock.timers.tick(1);
  assert.deepEqual(told, ["computing"]);
  t.mock.timers.tick(2849);
  assert.deepEqual(told, ["computing"]);
  t.mock.timers.tick(1);
  assert.deepEqual(told, ["computing", "lost"]);
});

test("an answer ends the waiting: no word comes after it", (t) => {
  const { asker, asked, told } = fresh(t);
  asker.ask({});
  t.mock.timers.tick(100);
  asker.receive({ id: asked[0].id });
  t.mock.timers.tick(10_000);
  assert.deepEqual(told, ["idle"]);
});

test("the next question has a patience of its own", (t) => {
  const { asker, asked, told } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  asker.ask({ scenario: { window: 2 } });
  t.mock.timers.tick(2000);
  asker.receive({ id: asked[0].id });
  t.mock.timers.tick(2000);
  assert.deepEqual(told, ["computing", "idle", "computing"]);
  t.mock.timers.tick(1000);
  assert.equal(told.at(-1), "lost");
});

test("after a rest a question can be asked again", (t) => {
  const { asker, asked, told } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  asker.rest();
  t.mock.timers.tick(10_000);
  asker.ask({ scenario: { window: 2 } });
  assert.deepEqual(asked.map((each) => each.scenario.window), [1, 2]);
  assert.deepEqual(told, []);
});

test("what waited when the kernel fell silent is not asked later in place of something newer", (t) => {
  const { asker, asked } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  asker.ask({ scenario: { window: 2 } });
  asker.rest();
  asker.ask({ scenario: { window: 3 } });
  asker.receive({ id: asked[1].id });
  assert.deepEqual(asked.map((each) => each.scenario.window), [1, 3]);
});

test("an answer that comes after all takes the word back", (t) => {
  const { asker, asked, told } = fresh(t);
  asker.ask({ scenario: { window: 1 } });
  t.mock.timers.tick(3000);
  asker.rest(); // as the player does when it has said that the kernel is lost
  asker.receive({ id: asked[0].id });
  assert.equal(told.at(-1), "idle");
});
