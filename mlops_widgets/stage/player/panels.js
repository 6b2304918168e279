// Panels: what is true at the playhead alone, side by side over or under the lanes, each with axes of its own.

/** @import { Colours, Run } from "./types" */
/** @import { Frame, Scale } from "./marks/types" */
import { make, sharp } from "./dom.js";
import { drawBells, tellBells } from "./marks/bells.js";
import { drawCloud, tellCloud } from "./marks/cloud.js";
import { drawFlow, tellFlow } from "./marks/flow.js";
import { drawGauge, tellGauge } from "./marks/gauge.js";
import { drawHistogram, tellHistogram } from "./marks/histogram.js";
import { drawPlan, tellPlan } from "./marks/plan.js";
import { Ticker, tellTicker } from "./ticker.js";
import { lastUpTo } from "./trace.js";

const MARGIN_LEFT = 42; // the values' labels
const HEAD = 10;
const FOOT = 38; // the labels of the bins or of the first feature
const PANEL = 212;
const FLOW = { height: 140, head: 24, foot: 6 };
const CALM = 1000; // ms between two pictures of a flow for those who want no motion
const INSETS = {
  bells: { draw: drawBells, tell: tellBells },
  cloud: { draw: drawCloud, tell: tellCloud },
  flow: { draw: drawFlow, tell: tellFlow },
  gauge: { draw: drawGauge, tell: tellGauge },
  histogram: { draw: drawHistogram, tell: tellHistogram },
  plan: { draw: drawPlan, tell: tellPlan },
};

export class Panels {
  /** @param {"panels" | "above"} where under the lanes, or over them @param {(time: number) => void} seek */
  constructor(where, seek) {
    this.where = where;
    this.seek = seek;
    /** @type {Map<HTMLElement, Ticker>} */
    this.tickers = new Map();
    this.node = make("div", { className: `panels ${where}`, hidden: true });
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.flowed = -Infinity;
    /** @type {Run | null} */
    this.run = null;
    /** @type {HTMLElement[]} a canvas each, or the list of what was said */
    this.bodies = [];
    this.widths = [0];
  }

  get panels() {
    return this.run?.picture[this.where] ?? [];
  }

  /** @param {Run} run */
  show(run) {
    const before = this.panels.map(({ title, unit }) => title + unit);
    this.run = run;
    const titles = this.panels.map(({ title, unit }) => title + unit);
    if (String(before) === String(titles)) return;
    this.node.hidden = !titles.length;
    this.tickers.clear();
    this.bodies = this.panels.map(({ mark }) => (mark === "ticker" ? this.listed() : make("canvas", { role: "img", className: mark })));
    const figures = this.panels.map(({ title, unit }, index) => {
      return make("figure", {}, make("figcaption", {}, make("b", {}, title), ` ${unit}`), this.bodies[index]);
    });
    this.node.replaceChildren(...figures);
    this.resize();
  }

  listed() {
    const ticker = new Ticker(this.seek);
    this.tickers.set(ticker.node, ticker);
    return ticker.node;
  }

  /** Called when the page gives them another width. */
  resize() {
    this.widths = this.bodies.map((body) => body.clientWidth);
  }

  /** @param {number} time @param {Colours} colours @param {boolean} playing */
  draw(time, colours, playing) {
    const { run } = this;
    if (!run) return;
    const { trace } = run;
    const now = lastUpTo(trace.time, time);
    const rests = playing && this.calm.matches && performance.now() - this.flowed < CALM;
    if (!rests) this.flowed = performance.now();
    this.panels.forEach((panel, index) => {
      const body = this.bodies[index];
      if (!(body instanceof HTMLCanvasElement)) return this.tickers.get(body)?.at(run, now);
      const width = this.widths[index];
      if (!(width > 90) || (rests && panel.mark === "flow")) return;
      const { height, head, foot } = panel.mark === "flow" ? FLOW : { height: PANEL, head: HEAD, foot: FOOT };
      const g = sharp(body, width, height);
      g.font = `11px ${getComputedStyle(body).fontFamily}`;
      const frame = { g, left: MARGIN_LEFT, right: width - 6, top: head, bottom: height - foot, colours, trace, now, time };
      if (panel.axes.y) drawLevels(frame, panel.axes.y);
      INSETS[/** @type {keyof typeof INSETS} */ (panel.mark)].draw(frame, /** @type {never} */ (panel));
    });
  }

  /** Each panel in a sentence, by the same rule as telling.py. @param {number} time */
  sentences(time) {
    if (!this.run) return [];
    const { picture, trace } = this.run;
    const now = lastUpTo(trace.time, time);
    const said = picture.verdicts.filter(({ tick }) => tick <= trace.ticks[now]);
    return this.panels.map((panel) => {
      return panel.mark === "ticker" ? tellTicker(panel.title, said) : INSETS[panel.mark].tell(/** @type {never} */ (panel), trace, now);
    });
  }

  /** Say what is seen to those who listen. @param {number} time */
  name(time) {
    this.sentences(time).forEach((words, index) => {
      if (this.bodies[index].getAttribute("aria-label") !== words) this.bodies[index].setAttribute("aria-label", words);
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
