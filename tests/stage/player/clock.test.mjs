// Does the playhead go where it should, and only while it is seen?

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Clock } from "../../../mlops_widgets/stage/player/clock.js";

// A page's frames, one at a time: node has none.
let frames = new Map();
let now = 0;
globalThis.requestAnimationFrame = (callback) => {
  frames.set(frames.size + 1, callback);
  return frames.size;
};
globalThis.cancelAnimationFrame = (id) => frames.delete(id);
Object.defineProperty(globalThis, "performance", { value: { now: () => now } });

/** Let `ms` pass and draw one frame; says how many were asked for. */
function frame(ms) {
  now += ms;
  const due = [...frames.values()];
  frames = new Map();
  for (const callback of due) callback(now);
  return due.length;
}

function seen(high = 100, speed = 10) {
  const moves = [];
  const clock = new Clock(() => moves.push(clock.time));
  clock.span(0, high);
  clock.speed = speed;
  clock.see(true);
  frame(0);
  moves.length = 0;
  return { clock, moves };
}

beforeEach(() => {
  frames = new Map();
  now = 0;
});

test("it plays as fast as its speed says", () => {
  const { clock } = seen();
  clock.play();
  for (let i = 0; i < 50; i++) frame(20);
  assert.ok(Math.abs(clock.time - 10) < 1e-9, `one second at 10 a second, got ${clock.time}`);
});

test("it stops at the end, exactly, and asks for no more frames", () => {
  const { clock } = seen(1);
  clock.play();
  for (let i = 0; i < 20; i++) frame(20);
  assert.equal(clock.time, 1);
  assert.equal(clock.playing, false);
  assert.equal(frame(20), 0);
});

test("played again at the end, it begins at the start", () => {
  const { clock } = seen(1);
  clock.seek(1);
  clock.play();
  assert.equal(clock.time, 0);
  frame(20);
  assert.ok(clock.time > 0 && clock.time < 1);
});

test("it does not leap after a pause of the page", () => {
  const { clock } = seen();
  clock.play();
  frame(20);
  const before = clock.time;
  frame(60_000);
  assert.ok(clock.time - before <= 1, "a tenth of a second at most");
});

test("it does not leap when play is pressed long after the last frame", () => {
  const { clock } = seen();
  now += 60_000;
  clock.play();
  frame(16);
  assert.ok(clock.time <= 0.16 + 1e-9, `got ${clock.time}`);
});

test("a clock that ran backwards moves nothing", () => {
  const { clock } = seen();
  clock.play();
  frame(20);
  const before = clock.time;
  frame(-500);
  assert.equal(clock.time, before);
});

test("unseen it neither plays nor draws, and seen again it plays on", () => {
  const { clock, moves } = seen();
  clock.see(false);
  clock.play();
  assert.equal(frame(20), 0);
  assert.equal(moves.length, 0);
  clock.see(true);
  frame(20);
  frame(20);
  assert.ok(clock.time > 0);
});

test("leaving the view while it plays stops the frames", () => {
  const { clock } = seen();
  clock.play();
  frame(20);
  clock.see(false);
  frame(20);
  assert.equal(frame(20), 0, "a hidden player asks for no frames");
});

test("seeking is held inside the run and drawn once for each frame", () => {
  const { clock, moves } = seen();
  clock.seek(-5);
  clock.seek(500);
  clock.seek(42);
  assert.equal(frame(20), 1);
  assert.deepEqual(moves, [42]);
  clock.seek(500);
  assert.equal(clock.time, 100);
  clock.seek(-5);
  assert.equal(clock.time, 0);
});

test("a shorter run keeps the playhead inside it", () => {
  const { clock } = seen();
  clock.seek(80);
  clock.span(0, 50);
  assert.equal(clock.time, 50);
  clock.span(60, 90);
  assert.equal(clock.time, 60);
});

test("paused it stays, and stopped it wakes no more", () => {
  const { clock } = seen();
  clock.play();
  frame(20);
  clock.pause();
  const before = clock.time;
  frame(20);
  frame(20);
  assert.equal(clock.time, before);
  clock.stop();
  clock.seek(3);
  assert.equal(frame(20), 0);
});
