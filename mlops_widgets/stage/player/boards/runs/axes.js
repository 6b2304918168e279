// Parallel axes: one line for each run through all its settings and measures; a stretch of an axis narrows them.

/** @import { Colours } from "../../types" */
/** @import { BoardAction } from "./../types" */
/** @import { RunsAxis, RunsBackdrop, RunsView } from "./types" */
import { make, sharp } from "./../../dom.js";
import { coloursOf } from "./../../theme.js";
import { coloursOfRuns } from "./curves.js";

const AXES_TOP = 46;
const AXES_HIGH = 210;
const AXES_FOOT = 20;
const AXES_SIDE = 70;
const AXIS_PLACES = 1000; // as the kernel counts
const GRIP = 26; // px around an axis in which it can be seized

/** The value at a share of an axis. @param {RunsAxis} axis @param {number} share */
export function valueAt({ low, high, log }, share) {
  return log ? low * (high / low) ** share : low + (high - low) * share;
}

/** The share of an axis at a value. @param {RunsAxis} axis @param {number} value */
export function shareAt({ low, high, log }, value) {
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low || 1);
  return Math.min(Math.max(Number.isNaN(share) ? 0 : share, 0), 1);
}

/** Four digits that count, of a number that is not above the value. @param {number} value */
export function shortBelow(value) {
  const near = Number(value.toPrecision(4));
  if (near <= value) return near;
  return Number((near - 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3)).toPrecision(4));
}

/** Four digits that count, of a number that is not below the value. @param {number} value */
export function shortAbove(value) {
  return 0 - shortBelow(-value);
}

/** From which value to which a stretch of an axis reaches: a run at the end of the axis is inside, whatever is rounded.
 * @param {RunsAxis} axis @param {number} from share of the axis @param {number} to share of the axis */
export function limitsOf(axis, from, to) {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const low = first < 1 / AXES_HIGH ? axis.low : shortBelow(valueAt(axis, first));
  const high = last > 1 - 1 / AXES_HIGH ? axis.high : shortAbove(valueAt(axis, last));
  return { low, high };
}

export class Axes {
  /** @param {(action: BoardAction) => void} act */
  constructor(act) {
    this.act = act;
    this.canvas = make("canvas", { role: "img" });
    this.words = make("div", { className: "words", "aria-hidden": "true" });
    this.picture = make("div", { className: "picture" }, this.canvas, this.words);
    const title = make("b", {}, "All runs at once");
    this.node = make("figure", { className: "axes" }, make("figcaption", {}, title, " one line for each run; drag along an axis to narrow, click it to let go"), this.picture);
    this.width = 0;
    /** @type {{ axis: RunsAxis, from: number, to: number } | null} what is being dragged, in px from the top */
    this.held = null;
    this.canvas.addEventListener("pointerdown", (event) => this.seize(event));
    this.canvas.addEventListener("pointermove", (event) => this.drag(event));
    this.canvas.addEventListener("pointerup", () => this.release());
    this.canvas.addEventListener("pointercancel", () => this.let());
  }

  /** @param {number} index */
  x(index) {
    const count = this.backdrop?.axes.length ?? 1;
    return AXES_SIDE + ((this.width - 2 * AXES_SIDE) * index) / Math.max(count - 1, 1);
  }

  /** @param {number} share */
  y(share) {
    return AXES_TOP + AXES_HIGH * (1 - share);
  }

  /** @param {RunsBackdrop} backdrop @param {RunsView} view @param {HTMLElement} root */
  draw(backdrop, view, root) {
    this.backdrop = backdrop;
    this.view = view;
    this.root = root;
    this.node.hidden = backdrop.axes.length < 2;
    if (this.node.hidden || this.picture.clientWidth < 160) return;
    this.width = this.picture.clientWidth;
    const height = AXES_TOP + AXES_HIGH + AXES_FOOT;
    this.picture.style.height = `${height}px`;
    const g = sharp(this.canvas, this.width, height);
    const colours = coloursOf(root);
    const members = view.members ?? backdrop.axes[0].places.map((_, run) => run);
    const inside = new Set(members);
    const others = view.members ? backdrop.axes[0].places.map((_, run) => run).filter((run) => !inside.has(run)) : [];
    this.lines(g, others, colours.line, Math.min(0.6, 90 / (others.length + 1)), 1);
    this.lines(g, members, colours.accent, Math.max(0.08, Math.min(0.55, 40 / (members.length + 1))), 1);
    const shades = coloursOfRuns(root);
    view.selected.slice(0, 200).forEach((run, index) => this.lines(g, [run], shades[index] ?? colours.ink, 1, index < shades.length ? 2.4 : 1.2));
    this.words.replaceChildren();
    backdrop.axes.forEach((axis, index) => this.axis(g, axis, index, colours));
  }

  /** @param {CanvasRenderingContext2D} g @param {number[]} runs @param {string} colour @param {number} alpha @param {number} width */
  lines(g, runs, colour, alpha, width) {
    const axes = this.backdrop?.axes ?? [];
    g.strokeStyle = colour;
    g.globalAlpha = alpha;
    g.lineWidth = width;
    for (const run of runs) {
      g.beginPath();
      let drawing = false;
      axes.forEach(({ places }, index) => {
        const place = places[run];
        if (place < 0) drawing = false;
        else if (drawing) g.lineTo(this.x(index), this.y(place / AXIS_PLACES));
        else g.moveTo(this.x(index), this.y(place / AXIS_PLACES));
        if (place >= 0) drawing = true;
      });
      g.stroke();
    }
    g.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} g @param {RunsAxis} axis @param {number} index @param {Colours} colours */
  axis(g, axis, index, colours) {
    const x = this.x(index);
    g.strokeStyle = colours.soft;
    g.lineWidth = 1;
    g.beginPath();
    g.moveTo(x, AXES_TOP);
    g.lineTo(x, AXES_TOP + AXES_HIGH);
    g.stroke();
    const limits = this.view?.brushes[axis.name];
    const ends = this.held?.axis === axis ? [this.held.from, this.held.to] : limits?.map((value) => this.y(shareAt(axis, value)));
    if (ends) {
      const top = Math.min(...ends) - 2;
      g.fillStyle = colours.ink;
      g.globalAlpha = 0.18;
      g.fillRect(x - 8, top, 16, Math.abs(ends[1] - ends[0]) + 4);
      g.globalAlpha = 1;
      g.strokeStyle = colours.ink;
      g.strokeRect(x - 8, top, 16, Math.abs(ends[1] - ends[0]) + 4);
    }
    const cut = axis.title.lastIndexOf(".") + 1; // model. of model.leaves: under the name, as in the table
    const kind = axis.kind === "param" ? "setting" : "measure";
    this.word("axis", axis.title.slice(cut), x, 4);
    this.word("axis kind", cut ? `${axis.title.slice(0, cut - 1)} · ${kind}` : kind, x, 20);
    for (const [place, label] of axis.ticks) this.word("tick", label, x + 6, this.y(place / AXIS_PLACES) - 8);
  }

  /** @param {string} kind @param {string} text @param {number} x @param {number} y */
  word(kind, text, x, y) {
    const word = make("span", { className: kind }, text);
    word.style.translate = `${x}px ${y}px`;
    this.words.append(word);
  }

  /** @param {PointerEvent} event */
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const y = Math.min(Math.max(event.clientY - box.top, AXES_TOP), AXES_TOP + AXES_HIGH);
    return { x: event.clientX - box.left, y };
  }

  /** @param {PointerEvent} event */
  seize(event) {
    const { x, y } = this.place(event);
    const axes = this.backdrop?.axes ?? [];
    const near = axes.findIndex((_, index) => Math.abs(this.x(index) - x) <= GRIP);
    if (near < 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.held = { axis: axes[near], from: y, to: y };
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.held) return;
    this.held.to = this.place(event).y;
    this.again();
  }

  release() {
    if (!this.held) return;
    const { axis, from, to } = this.held;
    const [start, end] = [from, to].map((y) => 1 - (y - AXES_TOP) / AXES_HIGH);
    if (Math.abs(from - to) > 3) this.act({ kind: "brush", column: axis.name, ...limitsOf(axis, start, end) });
    else if (this.view?.brushes[axis.name]) this.act({ kind: "unbrush", column: axis.name });
    this.let();
  }

  let() {
    this.held = null;
    this.again();
  }

  again() {
    if (this.backdrop && this.view && this.root) this.draw(this.backdrop, this.view, this.root);
  }
}
