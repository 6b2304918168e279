// Panels: what is true at the playhead alone, side by side under the lanes, each with axes of its own.

/** @import { Colours, Run } from "./types" */
/** @import { Frame, Scale } from "./marks/types" */
import { make, sharp } from "./dom.js";
import { drawBells, tellBells } from "./marks/bells.js";
import { drawCloud, tellCloud } from "./marks/cloud.js";
import { drawHistogram, tellHistogram } from "./marks/histogram.js";
import { lastUpTo } from "./trace.js";

const PANEL = 212;
const INSET = 42; // the values' labels
const FOOT = 38; // those of the bins or of the first feature
const HEAD = 10;

export class Panels {
  constructor() {
    this.node = make("div", { className: "panels", hidden: true });
    /** @type {Run | null} */
    this.run = null;
    /** @type {HTMLCanvasElement[]} */
    this.canvases = [];
    this.widths = [0];
  }

  get panels() {
    return this.run?.picture.panels ?? [];
  }

  /** @param {Run} run */
  show(run) {
    const before = this.panels.map(({ title, unit }) => title + unit);
    this.run = run;
    const titles = this.panels.map(({ title, unit }) => title + unit);
    if (String(before) === String(titles)) return;
    this.node.hidden = !titles.length;
    this.canvases = this.panels.map(() => make("canvas", { role: "img" }));
    const figures = this.panels.map(({ title, unit }, index) => {
      return make("figure", {}, make("figcaption", {}, make("b", {}, title), ` ${unit}`), this.canvases[index]);
    });
    this.node.replaceChildren(...figures);
    this.resize();
  }

  /** Called when the page gives them another width. */
  resize() {
    this.widths = this.canvases.map((canvas) => canvas.clientWidth);
  }

  /** @param {number} time @param {Colours} colours */
  draw(time, colours) {
    if (!this.run) return;
    const { trace } = this.run;
    const now = lastUpTo(trace.time, time);
    this.panels.forEach((panel, index) => {
      const width = this.widths[index];
      if (!(width > 90)) return;
      const g = sharp(this.canvases[index], width, PANEL);
      g.font = `11px ${getComputedStyle(this.canvases[index]).fontFamily}`;
      const frame = { g, left: INSET, right: width - 6, top: HEAD, bottom: PANEL - FOOT, colours, trace, now };
      drawLevels(frame, panel.axes.y);
      if (panel.mark === "histogram") drawHistogram(frame, panel);
      else if (panel.mark === "bells") drawBells(frame, panel);
      else drawCloud(frame, panel);
    });
  }

  /** Each panel in a sentence, by the same rule as panels.py. @param {number} time */
  sentences(time) {
    if (!this.run) return [];
    const { trace } = this.run;
    const now = lastUpTo(trace.time, time);
    return this.panels.map((panel) => {
      if (panel.mark === "histogram") return tellHistogram(panel, trace, now);
      return panel.mark === "bells" ? tellBells(panel, trace, now) : tellCloud(panel, trace, now);
    });
  }

  /** Say what is seen to those who listen. @param {number} time */
  name(time) {
    this.sentences(time).forEach((words, index) => {
      if (this.canvases[index].getAttribute("aria-label") !== words) this.canvases[index].setAttribute("aria-label", words);
    });
  }
}

/** The grid and the labels of the vertical axis. @param {Frame} frame @param {Scale} axis */
function drawLevels({ g, left, right, top, bottom, colours }, { low, high, ticks }) {
  g.strokeStyle = colours.line;
  g.fillStyle = colours.soft;
  g.textAlign = "right";
  g.textBaseline = "middle";
  g.lineWidth = 1;
  g.beginPath();
  for (const [value, label] of ticks) {
    const y = Math.round(bottom - ((bottom - top) * (value - low)) / (high - low)) + 0.5;
    g.moveTo(left, y);
    g.lineTo(right, y);
    g.fillText(label, left - 6, y);
  }
  g.stroke();
}
