// The series with the marks of a learner on it, and under it, once compared, those of other people.

/** @import { Colours } from "../types" */
/** @import { PointsBackdrop, PointsColumn, PointsView } from "./types" */
import { make, sharp } from "./../dom.js";

const PLOT_LEFT = 62;
const PLOT_RIGHT = 20;
const HEADING = 38;
const HEIGHTS = [0, 236, 124, 92, 76]; // of a lane, by the number of lanes
const MINE = 36;
const THEIRS = 20;
const FOOT = 30;

export class SeriesPlot {
  constructor() {
    this.canvas = make("canvas", { role: "img" });
    this.words = make("div", { className: "words", "aria-hidden": "true" });
    this.node = make("div", { className: "picture" }, this.canvas, this.words);
    this.width = 0;
    /** @type {PointsBackdrop | null} */
    this.backdrop = null;
    /** @type {PointsView | null} */
    this.view = null;
  }

  /** Where the learner's own row ends, and the people's begin. */
  get mine() {
    const lanes = this.backdrop?.columns.length ?? 0;
    return lanes * (HEADING + HEIGHTS[lanes]) + MINE;
  }

  /** @param {number} index */
  x(index) {
    const last = (this.backdrop?.moments.length ?? 2) - 1;
    return PLOT_LEFT + ((this.width - PLOT_LEFT - PLOT_RIGHT) * index) / last;
  }

  /** The value under a place on the canvas; not the first, where nothing can begin. @param {number} x */
  under(x) {
    const last = (this.backdrop?.moments.length ?? 2) - 1;
    const index = Math.round(((x - PLOT_LEFT) / (this.width - PLOT_LEFT - PLOT_RIGHT)) * last);
    return Math.min(Math.max(index, 1), last);
  }

  /** @param {PointsBackdrop} backdrop @param {PointsView} view @param {Colours} colours */
  show(backdrop, view, colours) {
    this.backdrop = backdrop;
    this.view = view;
    if (this.node.clientWidth < 160) return; // hidden, or too narrow to be read: what was drawn stays
    this.width = this.node.clientWidth;
    this.height = this.mine + backdrop.people * THEIRS + FOOT;
    this.node.style.height = `${this.height}px`;
    this.words.replaceChildren();
    const g = sharp(this.canvas, this.width, this.height);
    const size = HEIGHTS[backdrop.columns.length];
    backdrop.columns.forEach((column, index) => this.lane(g, column, HEADING + index * (HEADING + size), size, colours));
    this.people(g, colours);
    this.points(g, colours);
    this.axis();
  }

  /** @param {CanvasRenderingContext2D} g @param {PointsColumn} column @param {number} top @param {number} size @param {Colours} colours */
  lane(g, column, top, size, colours) {
    const y = (/** @type {number} */ value) => top + size - (size * (value - column.low)) / (column.high - column.low);
    this.word("title", "", PLOT_LEFT, top - 26).append(make("b", {}, column.title), ` ${column.unit}`);
    g.lineWidth = 1;
    g.strokeStyle = colours.line;
    g.beginPath();
    for (const [value, label] of column.ticks) {
      const level = Math.round(y(value)) + 0.5;
      g.moveTo(PLOT_LEFT, level);
      g.lineTo(this.width - PLOT_RIGHT, level);
      this.word("tick value", label, PLOT_LEFT - 8, y(value));
    }
    g.stroke();
    g.lineWidth = 1.6;
    g.lineJoin = "round";
    g.strokeStyle = colours.ink;
    g.beginPath();
    column.values.forEach((value, index) => g.lineTo(this.x(index), y(value)));
    g.stroke();
  }

  /** The learner's points: a rule through all lanes and a handle below; dashed and hollow when nobody saw it. @param {CanvasRenderingContext2D} g @param {Colours} colours */
  points(g, colours) {
    const row = this.mine - 15;
    const lanes = this.backdrop?.columns.length ?? 0;
    this.rail(g, "you", row, colours.line);
    g.lineWidth = 2;
    for (const at of this.view?.points ?? []) {
      const x = this.x(at);
      const alone = this.view?.nobodys.includes(at);
      g.strokeStyle = alone ? colours.warn : colours.accent;
      g.fillStyle = alone ? colours.bg : colours.accent;
      g.setLineDash(alone ? [5, 4] : []);
      g.beginPath();
      for (let lane = 0; lane < lanes; lane++) {
        const top = HEADING + lane * (HEADING + HEIGHTS[lanes]);
        g.moveTo(x, top - 4);
        g.lineTo(x, lane === lanes - 1 ? row - 6 : top + HEIGHTS[lanes]);
      }
      g.stroke();
      g.setLineDash([]);
      g.beginPath();
      g.moveTo(x, row - 6);
      g.lineTo(x + 6, row + 5);
      g.lineTo(x - 6, row + 5);
      g.closePath();
      g.fill();
      g.stroke();
    }
  }

  /** One thin row for each person: filled where the learner saw it too, hollow where not. @param {CanvasRenderingContext2D} g @param {Colours} colours */
  people(g, colours) {
    const rows = this.view?.rows ?? [];
    rows.forEach(({ label, points, found }, index) => {
      const y = this.mine + THEIRS * (index + 0.5);
      this.rail(g, label, y, colours.line);
      points.forEach((at, i) => {
        g.beginPath();
        g.arc(this.x(at), y, 4.5, 0, 7);
        g.fillStyle = found[i] ? colours.good : colours.bg;
        g.strokeStyle = found[i] ? colours.good : colours.soft;
        g.lineWidth = 1.6;
        g.fill();
        g.stroke();
      });
      if (!points.length) this.word("none", "no change", PLOT_LEFT + 6, y - 8);
    });
    if (rows.length) return;
    const count = this.backdrop?.people ?? 0;
    g.fillStyle = colours.line;
    g.globalAlpha = 0.45;
    g.beginPath();
    g.roundRect(PLOT_LEFT, this.mine + 4, this.width - PLOT_LEFT - PLOT_RIGHT, THEIRS * count - 8, 6);
    g.fill();
    g.globalAlpha = 1;
    const veil = this.word("veil", "What other people marked is veiled until you compare.", 0, this.mine + (THEIRS * count) / 2 - 8);
    veil.style.width = `${this.width - PLOT_LEFT - PLOT_RIGHT}px`;
    veil.style.left = `${PLOT_LEFT}px`;
  }

  /** @param {CanvasRenderingContext2D} g @param {string} label @param {number} y @param {string} colour */
  rail(g, label, y, colour) {
    g.strokeStyle = colour;
    g.lineWidth = 1;
    g.beginPath();
    g.moveTo(PLOT_LEFT, Math.round(y) + 0.5);
    g.lineTo(this.width - PLOT_RIGHT, Math.round(y) + 0.5);
    g.stroke();
    this.word(`tick value ${label === "you" ? "you" : "person"}`, label, PLOT_LEFT - 8, y);
  }

  axis() {
    let free = PLOT_LEFT - 40;
    for (const [index, label] of this.backdrop?.ticks ?? []) {
      const word = this.word("tick time", label, this.x(index), (this.height ?? 0) - FOOT + 6);
      if (this.x(index) - 30 < free || this.x(index) + 30 > this.width) word.remove();
      else free = this.x(index) + 34;
    }
  }

  /** @param {string} kind @param {string} text @param {number} x @param {number} y */
  word(kind, text, x, y) {
    const word = make("span", { className: kind }, text);
    word.style.translate = `${x}px ${y}px`;
    this.words.append(word);
    return word;
  }
}
