// Does a strip over a plot move, place and remove by key and by hand, and say where it stands?

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

class Node {
  constructor() {
    this.attributes = {};
    this.listeners = {};
    this.style = {};
    this.classList = { names: new Set(), toggle: (name, on) => this.classList.names[on ? "add" : "delete"](name) };
    this.textContent = "";
    this.hidden = false;
    this.tabIndex = -1;
    this.className = "";
    this.clientWidth = 1000;
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }
  append() {}
  getBoundingClientRect() {
    return { left: 50 };
  }
}

globalThis.document = { createElement: () => new Node(), activeElement: null };
const { Picker } = await import("../../../mlops_widgets/stage/player/picker.js");

let picked, removed, places;
function fresh(options = {}) {
  return new Picker({
    label: "Where a change begins",
    places: () => places,
    xOf: (index) => 10 * index,
    placeAt: (x) => Math.round(x / 10),
    sentence: (index) => `month ${index}`,
    pick: (index) => picked.push(index),
    remove: (index) => removed.push(index),
    ...options,
  });
}
function press(picker, key, more = {}) {
  const event = { key, ...more, stopped: false, preventDefault: () => (event.stopped = true), stopPropagation: () => {} };
  picker.node.listeners.keydown(event);
  return event.stopped;
}

beforeEach(() => {
  picked = [];
  removed = [];
  places = 100;
  document.activeElement = null;
});

test("it is a slider with a name, and keeps its keys from JupyterLab", () => {
  const { node } = fresh();
  assert.equal(node.attributes.role ?? node.role, "slider");
  assert.equal(node.attributes["aria-label"], "Where a change begins");
  assert.equal(node.attributes["data-lm-suppress-shortcuts"], "true");
  assert.equal(node.tabIndex, 0);
});

test("arrows move by one place, page keys by a stride, Home and End to the ends", () => {
  const picker = fresh();
  const at = (key) => (assert.ok(press(picker, key)), picker.at);
  assert.deepEqual(["ArrowRight", "ArrowUp", "ArrowLeft", "PageUp", "PageDown", "End", "Home"].map(at), [1, 2, 1, 6, 1, 99, 0]);
  assert.equal(at("ArrowLeft"), 0, "not before the first");
  press(picker, "End");
  assert.equal(at("ArrowRight"), 99, "not after the last");
});

test("a stride can be given", () => {
  const picker = fresh({ stride: 12 });
  press(picker, "PageUp");
  assert.equal(picker.at, 12);
});

test("where it stands is said as a sentence", () => {
  const picker = fresh();
  press(picker, "PageUp");
  const { attributes } = picker.node;
  assert.equal(attributes["aria-valuetext"], "month 5");
  assert.deepEqual([attributes["aria-valuemin"], attributes["aria-valuenow"], attributes["aria-valuemax"]], ["0", "5", "99"]);
});

test("Enter and Space place, Delete and Backspace remove", () => {
  const picker = fresh();
  press(picker, "End");
  for (const key of ["Enter", " "]) assert.ok(press(picker, key));
  for (const key of ["Delete", "Backspace"]) assert.ok(press(picker, key));
  assert.deepEqual([picked, removed], [[99, 99], [99, 99]]);
});

test("without anything to remove Delete is left to the page", () => {
  assert.equal(press(fresh({ remove: undefined }), "Delete"), false);
});

test("other keys, and keys with Ctrl, are left to the page", () => {
  const picker = fresh();
  assert.equal(press(picker, "Tab"), false);
  assert.equal(press(picker, "z", { ctrlKey: true }), false);
  assert.equal(press(picker, "Enter", { metaKey: true }), false);
  assert.deepEqual(picked, []);
});

test("the hand shows the hint where it is, and a click places there", () => {
  const picker = fresh();
  picker.update();
  assert.equal(picker.hint.hidden, true);
  picker.node.listeners.pointermove({ clientX: 50 + 302 });
  assert.equal(picker.hint.hidden, false);
  assert.equal(picker.hint.style.translate, "300px 0");
  assert.equal(picker.moment.textContent, "month 30");
  picker.node.listeners.pointerdown({ clientX: 50 + 702 });
  picker.node.listeners.click({});
  assert.deepEqual(picked, [70]);
  assert.ok(picker.hint.classList.names.has("right"), "beyond the middle the words stand on the left");
  picker.node.listeners.pointerleave();
  assert.equal(picker.hint.hidden, true);
});

test("beside the hint a few words can stand instead of the sentence", () => {
  const picker = fresh({ moment: (index) => `no. ${index}` });
  press(picker, "End");
  assert.equal(picker.moment.textContent, "no. 99");
  assert.equal(picker.node.attributes["aria-valuetext"], "month 99");
});

test("with the focus the hint stays when the hand leaves", () => {
  const picker = fresh();
  document.activeElement = picker.node;
  picker.node.listeners.pointerleave();
  assert.equal(picker.hint.hidden, false);
});

test("fewer places bring it back among them, and none hide it", () => {
  const picker = fresh();
  press(picker, "End");
  places = 10;
  picker.update();
  assert.equal(picker.at, 9);
  places = 0;
  picker.update();
  assert.equal(picker.hint.hidden, true);
});
