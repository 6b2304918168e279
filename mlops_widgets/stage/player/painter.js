// The painter: moving data on a canvas, words in a layer above it, one time axis for all lanes.

/** @import { Colours, Ghost, Lane, Pen, Run } from "./types" */
/** @import { End, Level } from "./ends.js" */
import { make, sharp } from "./dom.js";
import { beside, moveEnds } from "./ends.js";
import { drawFlags, gutter, moveFlags, placeFlags } from "./flags.js";
import { drawBand } from "./marks/band.js";
import { drawBundle } from "./marks/bundle.js";
import { alikeIn, drawGhost, drawGhostEdges, isAlike, widened } from "./marks/ghost.js";
import { drawLine } from "./marks/line.js";
import { drawPoints } from "./marks/points.js";
import { drawSpan } from "./marks/span.js";
import { drawStack } from "./marks/stack.js";
import { drawThreshold } from "./marks/threshold.js";
import { drawWindow } from "./marks/window.js";
import { risen } from "./scale.js";
import { lastUpTo } from "./trace.js";

const LEFT = 62;
const RIGHT = 20;
const TITLE = 38;
const LANE = 150;
const AXIS = 30;

// In this order they are drawn, the first undermost.
const GROUNDS = { stack: drawStack, span: drawSpan, window: drawWindow, band: drawBand };
const DRAW = { ...GROUNDS, bundle: drawBundle, points: drawPoints, line: drawLine, threshold: drawThreshold, pick: () => undefined };
const ORDER = Object.keys(DRAW);

export class Painter {
  constructor() {
    this.canvas = make("canvas", { role: "img" });
    this.words = make("div", { className: "words", "aria-hidden": "true" });
    this.node = make("div", { className: "picture" }, this.canvas, this.words);
    this.width = 0;
    this.height = 0;
    this.onlay = () => {}; // called when all has its place
    /** @type {Run | null} */
    this.run = null;
    /** @type {Ghost[]} */
    this.ghosts = [];
    /** @type {Lane[]} */
    this.lanes = [];
    /** @type {{ top: number, bottom: number }[]} */
    this.boxes = [];
    /** @type {ReturnType<typeof placeFlags>} */
    this.flags = [];
    /** @type {number[]} px that a title of two lines needs more than one of one */
    this.taller = [];
    this.rows = 1; // of flags; more are made when they are needed, and stay, so that nothing jumps to and fro
    /** @type {End[]} */
    this.ends = [];
    /** @type {Level[]} */
    this.levels = [];
  }

  /** @param {Run} run */
  show(run) {
    this.run = run;
    this.lanes = widened(run.picture.lanes, this.ghosts);
    this.stack();
    this.lay();
  }

  /** Set the lanes under each other, with a gutter for the flags under the first. */
  stack() {
    let bottom = 0;
    this.boxes = this.lanes.map((lane, index) => {
      const top = bottom + TITLE + (this.taller[index] ?? 0) + (index === 1 ? gutter(this.rows) : 0);
      bottom = top + LANE * lane.height;
      return { top, bottom };
    });
    this.height = bottom + AXIS + (this.lanes.length === 1 ? gutter(this.rows) : 0);
    this.node.style.height = `${this.height}px`;
  }

  /** @param {Ghost[]} ghosts */
  haunt(ghosts) {
    this.ghosts = ghosts;
    if (this.run) this.show(this.run);
  }

  /** @param {number} width */
  resize(width) {
    this.width = width;
    this.lay();
  }

  get left() {
    return LEFT;
  }

  get right() {
    return this.width - RIGHT;
  }

  /** @param {number} time */
  x(time) {
    const { trace } = /** @type {Run} */ (this.run);
    const low = trace.time[0];
    const span = trace.time[trace.n - 1] - low || 1;
    return LEFT + ((this.width - LEFT - RIGHT) * (time - low)) / span;
  }

  /** The time under a place on the canvas. @param {number} x */
  timeAt(x) {
    if (!this.run) return 0;
    const { time, n } = this.run.trace;
    return time[0] + ((x - LEFT) / (this.width - LEFT - RIGHT)) * (time[n - 1] - time[0]);
  }

  /** @param {number} lane @param {number} value */
  y(lane, value) {
    const { top, bottom } = this.boxes[lane];
    return bottom - (bottom - top) * risen(this.lanes[lane], value);
  }

  /** Set all words that stand still: titles, axes, thresholds, flags. */
  lay() {
    if (!this.run || this.width < 120) return;
    const { axis, flags } = this.run.picture;
    this.words.replaceChildren();
    this.ends = [];
    this.levels = [];
    const labels = flags.map((flag) => this.word(`flag ${flag.tone}`, flag.label, 0, 0));
    this.flags = placeFlags(flags, labels, LEFT, this.right, (time) => this.x(time));
    this.rows = Math.max(this.rows, ...this.flags.map(({ row }) => row + 1));
    const titles = this.lanes.map((lane) => this.word("title", "", 0, 0, make("b", {}, lane.title), ` ${lane.unit}`));
    this.taller = titles.map((title) => (title.offsetHeight > 20 ? 10 : 0));
    this.stack();
    titles.forEach((title, index) => (title.style.translate = `${LEFT}px ${this.boxes[index].top - 9}px`));
    moveFlags(this.flags, this.boxes[0].bottom);
    this.lanes.forEach((lane, index) => this.layLane(lane, index));
    this.ends.sort((a, b) => Number(a.ghost ?? false) - Number(b.ghost ?? false)); // the run's own come first
    if (!axis.start) this.word("tick unit", axis.unit, 0, this.height - AXIS + 8); // dates need none
    let free = LEFT - 40;
    for (const [time, label] of axis.ticks) {
      const x = this.x(time);
      if (x - 22 < free || x + 20 > this.width) continue;
      this.word("tick time", label, x, this.height - AXIS + 8);
      free = x + 30;
    }
    this.onlay();
  }

  /** @param {Lane} lane @param {number} index */
  layLane(lane, index) {
    const { picture, trace } = /** @type {Run} */ (this.run);
    for (const [value, label] of lane.ticks) this.word("tick value", label, LEFT - 8, this.y(index, value));
    for (const mark of lane.marks) {
      if (mark.mark === "threshold") {
        const y = this.y(index, mark.at);
        const left = Math.max(LEFT + 2, ...beside(this.levels, index, y - 18));
        const label = this.word(`level ${mark.tone}`, mark.label, left, y);
        this.levels.push({ lane: index, y: y - 18, right: left + label.offsetWidth });
      }
      if ((mark.mark === "line" || mark.mark === "band") && mark.label) {
        const label = this.word(`end ${mark.tone}`, mark.label, 0, 0);
        const [column, count] = mark.mark === "line" ? [mark.column, mark.count] : [mark.high];
        this.ends.push({ label, lane: index, column, trace, name: mark.label, count });
      }
      if (mark.mark !== "line" || mark.dashed) continue;
      const several = lane.marks.filter((each) => each.mark === "line" && !each.dashed).length > 1;
      for (const ghost of this.ghosts.filter((each) => each.trace.columns[mark.column] && isAlike(each, picture.readouts, mark.column))) {
        const name = several ? `${ghost.name} ${mark.label}` : ghost.name;
        this.ends.push({ label: this.word("end", name, 0, 0), lane: index, column: mark.column, trace: ghost.trace, ghost: true });
      }
    }
  }

  /** @param {string} kind @param {string} text @param {number} x @param {number} y @param {(Node | string)[]} more */
  word(kind, text, x, y, ...more) {
    const node = make("span", { className: kind }, text, ...more);
    node.style.translate = `${x}px ${y}px`;
    this.words.append(node);
    return node;
  }

  /** Draw the run up to `time`. @param {number} time @param {Colours} colours */
  draw(time, colours) {
    if (!this.run || this.width < 120) return;
    const { picture, trace: run } = this.run;
    const g = sharp(this.canvas, this.width, this.height);
    const now = lastUpTo(run.time, time);
    this.lanes.forEach((lane, index) => {
      const pen = this.pen(g, index, now, time, colours);
      this.grid(pen, lane);
      const marks = [...lane.marks].sort((a, b) => ORDER.indexOf(a.mark) - ORDER.indexOf(b.mark));
      g.save();
      g.beginPath();
      g.rect(0, pen.top - 3, this.width, pen.bottom - pen.top + 6); // a value beyond the axis stays in its lane
      g.clip();
      const ghosts = this.ghosts.map((each) => ({ ...each, pen: { ...pen, trace: each.trace, now: lastUpTo(each.trace.time, time) } }));
      for (const ghost of ghosts) drawGhost(ghost.pen, alikeIn(lane, ghost, picture.readouts), ghost.dash);
      for (const mark of marks) DRAW[mark.mark](pen, /** @type {never} */ (mark));
      for (const ghost of ghosts) drawGhostEdges(ghost.pen, lane, ghost.dash);
      g.restore();
    });
    drawFlags(g, this.flags, run.ticks[now], this.boxes, colours, (at) => this.x(at));
    this.drawNow(g, time, colours);
    moveEnds(this, time);
  }

  /**
   * @param {CanvasRenderingContext2D} g @param {number} lane @param {number} now
   * @param {number} time @param {Colours} colours
   * @returns {Pen}
   */
  pen(g, lane, now, time, colours) {
    const { trace } = /** @type {Run} */ (this.run);
    const [left, right] = [LEFT, this.width - RIGHT];
    const low = trace.time[0];
    const scale = (right - left) / (trace.time[trace.n - 1] - low || 1);
    const box = this.boxes[lane];
    return { g, x: (t) => left + (t - low) * scale, y: (value) => this.y(lane, value), left, right, ...box, colours, trace, now, time };
  }

  /** @param {Pen} pen @param {Lane} lane */
  grid({ g, y, left, right, colours }, lane) {
    g.strokeStyle = colours.line;
    g.lineWidth = 1;
    g.beginPath();
    for (const [value] of lane.ticks) {
      const level = Math.round(y(value)) + 0.5;
      g.moveTo(left, level);
      g.lineTo(right, level);
    }
    g.stroke();
  }

  /** @param {CanvasRenderingContext2D} g @param {number} time @param {Colours} colours */
  drawNow(g, time, colours) {
    const x = this.x(time);
    const { top } = this.boxes[0];
    g.strokeStyle = g.fillStyle = colours.ink;
    g.lineWidth = 1.5;
    g.beginPath();
    for (const box of this.boxes) {
      g.moveTo(x, box.top - 4);
      g.lineTo(x, box.bottom + 4);
    }
    g.stroke();
    g.beginPath();
    g.moveTo(x - 5, top - 7);
    g.lineTo(x + 5, top - 7);
    g.lineTo(x, top);
    g.fill();
  }
}
