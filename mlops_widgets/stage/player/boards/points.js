// The change-points board: draw where a series changes, then see what other people saw.

/** @import { BoardAnswer, BoardModel, PointsBackdrop, PointsReadOut, PointsView } from "./types" */
import { Board } from "./../board.js";
import { make, write } from "./../dom.js";
import { Picker } from "./../picker.js";
import { coloursOf } from "./../theme.js";
import { expected } from "./expected.js";
import { Listing } from "./listing.js";
import { SeriesPlot } from "./plot.js";

const SNAP = 5; // px around a mark that mean the mark itself

class PointsBoard {
  /** @param {BoardModel} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.board = new Board(model, el, { show: (answer) => this.show(answer), lay: () => this.lay() });
    this.plot = new SeriesPlot();
    this.picker = new Picker({
      label: "Where a change begins",
      places: () => (this.backdrop?.moments.length ?? 1) - 1, // nothing can begin at the first value
      xOf: (place) => this.plot.x(place + 1),
      placeAt: (x) => this.snapped(x) - 1,
      moment: (place) => this.backdrop?.moments[place + 1] ?? "",
      sentence: (place) => this.sentence(place + 1),
      pick: (place) => this.toggle(place + 1),
      remove: (place) => this.removeNear(place + 1),
    });
    this.plot.node.append(this.picker.node);
    this.build();
    this.board.listen();
  }

  build() {
    const { board } = this;
    board.root.classList.add("points");
    this.series = make("select", { onchange: () => board.act({ kind: "choose", series: this.series?.value ?? "" }) });
    const menu = make("label", { className: "knob menu" }, make("span", {}, "Series"), this.series);
    this.clear = make("button", { type: "button", onclick: () => board.act({ kind: "clear" }) }, "Remove all my marks");
    const how = make("p", { className: "how" }, "Click where a change begins; click a mark to take it away. By keyboard: arrow keys, Page Up and Page Down move, Enter marks, Delete removes the nearest.");
    this.foot = make("p", { className: "sources" });
    const acts = make("div", { className: "acts" }, this.clear);
    const controls = make("div", { className: "controls" }, menu, how, acts);
    const stage = make("div", { className: "stage" }, this.plot.node);
    this.compare = make("button", { type: "button", className: "primary", onclick: () => board.act({ kind: "compare" }) });
    this.readouts = make("div", { className: "readouts" });
    const footer = make("footer", {}, make("div", { className: "transport" }, this.compare), this.readouts);
    this.listing = new Listing(board, { toggle: (at) => this.toggle(at), remove: (at) => this.remove(at) });
    board.tools.append(this.listing.button);
    board.root.append(make("div", { className: "body" }, controls, stage), footer, this.foot, this.listing.node);
  }

  /** @param {BoardAnswer} answer */
  show(answer) {
    this.view = /** @type {PointsView} */ (answer.view);
    this.backdrop = this.model.get("backdrop");
    const { board, backdrop, view } = this;
    write(board.title, backdrop.title);
    write(board.subtitle, backdrop.about);
    board.judge(view.verdict);
    if (this.series && this.series.options.length !== backdrop.choices.length) {
      this.series.replaceChildren(...backdrop.choices.map(([value, label]) => make("option", { value }, label)));
    }
    if (this.series) this.series.value = backdrop.series;
    if (this.compare) write(this.compare, view.compared ? "Compare again" : "I am done: compare");
    if (this.clear) this.clear.disabled = !view.points.length;
    if (this.foot) write(this.foot, backdrop.foot);
    this.readouts?.replaceChildren(...this.judged(view));
    this.plot.canvas.setAttribute("aria-label", answer.text);
    this.lay();
    this.listing?.show(backdrop, view);
  }

  lay() {
    if (!this.view || !this.backdrop) return;
    this.plot.show(this.backdrop, this.view, coloursOf(this.board.root));
    this.picker.node.style.height = `${this.plot.mine}px`;
    this.picker.update();
  }

  /** @param {PointsView} view */
  judged({ readouts }) {
    if (!readouts.length) return [make("p", { className: "veiled" }, "F1 and covering stay veiled until you compare.")];
    return readouts.map((each) => make("div", {}, make("b", {}, each.value), make("span", {}, each.name), scaleOf(each), make("small", {}, each.base)));
  }

  /** The value under the hand; near a mark the mark itself. @param {number} x */
  snapped(x) {
    const marks = this.expected() ?? this.view?.points ?? [];
    const near = marks.filter((at) => Math.abs(this.plot.x(at) - x) <= SNAP);
    near.sort((a, b) => Math.abs(this.plot.x(a) - x) - Math.abs(this.plot.x(b) - x));
    return near[0] ?? this.plot.under(x);
  }

  /** @param {number} at */
  sentence(at) {
    const { moments, columns } = /** @type {PointsBackdrop} */ (this.backdrop);
    const values = columns.map(({ title, unit, values }) => `${title} ${short(values[at])} ${unit}`).join(", ");
    return `${moments[at]}: ${values}${this.view?.points.includes(at) ? " · your mark" : ""}`;
  }

  /** The learner's marks, those on their way to the kernel included; null where only the kernel can tell. */
  expected() {
    return expected(this.view?.points ?? [], this.board.open.map(([, action]) => action));
  }

  /** Mark a value, or take its mark away. @param {number} at */
  toggle(at) {
    this.knowing((marks) => this.board.act({ kind: marks.includes(at) ? "remove" : "place", at }));
  }

  /** @param {number} at */
  remove(at) {
    this.knowing((marks) => marks.includes(at) && this.board.act({ kind: "remove", at }));
  }

  /** @param {number} at */
  removeNear(at) {
    this.knowing((marks) => {
      const [nearest] = [...marks].sort((a, b) => Math.abs(a - at) - Math.abs(b - at));
      if (nearest !== undefined) this.board.act({ kind: "remove", at: nearest });
    });
  }

  /** Do what depends on the marks there are, at once or when the kernel has told; not on another series. @param {(marks: number[]) => unknown} deed */
  knowing(deed) {
    const marks = this.expected();
    if (marks) {
      deed(marks);
      return;
    }
    const { series } = /** @type {PointsBackdrop} */ (this.backdrop);
    this.board.after(() => this.backdrop?.series === series && deed(this.view?.points ?? []));
  }
}

/** From 0 to 1: a dot for each person, a bar for the learner. @param {PointsReadOut} readout */
function scaleOf({ at, others }) {
  const dots = others.map((other) => make("i", { style: `left: ${100 * other}%` }));
  return make("span", { className: "scale", "aria-hidden": "true" }, ...dots, make("i", { className: "you", style: `left: ${100 * at}%` }));
}

/** A number as one says it: four digits, millions by their letter. @param {number} value */
function short(value) {
  const million = Math.abs(value) >= 1e6;
  const text = String(Number((million ? value / 1e6 : value).toPrecision(4))).replace("-", "−");
  return million ? `${text} M` : text;
}

export default {
  /** @param {{ model: BoardModel, el: HTMLElement }} view */
  render({ model, el }) {
    const points = new PointsBoard(model, el);
    return () => points.board.leave.abort();
  },
};
