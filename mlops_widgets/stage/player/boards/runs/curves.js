// How a measure went while the selected runs were trained: a line for each, its number and name at the end.

/** @import { BoardAction } from "./../types" */
/** @import { RunsCurves } from "./types" */
import { make, sharp } from "./../../dom.js";
import { coloursOf } from "./../../theme.js";

const CURVES_LEFT = 56;
const CURVES_RIGHT = 108;
const CURVES_TOP = 12;
const CURVES_HIGH = 196;
const CURVES_FOOT = 26;
const CURVE_DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3], [13, 4], [4, 5]];

/** The colours of the first selected runs. @param {HTMLElement} root */
export function coloursOfRuns(root) {
  const style = getComputedStyle(root);
  return CURVE_DASHES.map((_, index) => style.getPropertyValue(`--run${index}`).trim());
}

export class Curves {
  /** @param {(action: BoardAction) => void} act */
  constructor(act) {
    this.metric = make("select", { "aria-label": "Measure whose curves are drawn", onchange: () => act({ kind: "curve", metric: this.metric.value }) });
    this.canvas = make("canvas", { role: "img" });
    this.words = make("div", { className: "words", "aria-hidden": "true" });
    this.picture = make("div", { className: "picture" }, this.canvas, this.words);
    this.empty = make("p", { className: "how" });
    this.node = make("figure", { className: "curves" }, make("figcaption", {}, make("b", {}, "How they learned"), " ", this.metric), this.picture, this.empty);
    this.names = "";
  }

  /** @param {RunsCurves} curves @param {HTMLElement} root */
  draw(curves, root) {
    const names = curves.metrics.join();
    if (names !== this.names) this.metric.replaceChildren(...curves.metrics.map((name) => make("option", { value: name }, name)));
    this.names = names;
    this.metric.value = curves.metric;
    const drawn = curves.lines.filter(({ values }) => values.length > 1);
    this.picture.hidden = !drawn.length;
    this.empty.hidden = drawn.length > 0;
    this.empty.textContent = `${curves.metric || "The measure"} was logged once in these runs: there is no curve.`;
    const said = drawn.map(({ name, values }) => `${name} from ${values[0].toPrecision(4)} to ${(values.at(-1) ?? 0).toPrecision(4)}`);
    this.canvas.setAttribute("aria-label", `${curves.metric} step by step: ${said.join("; ")}.`);
    if (!drawn.length || this.picture.clientWidth < 160) return;
    const width = this.picture.clientWidth;
    const height = CURVES_TOP + CURVES_HIGH + CURVES_FOOT;
    this.picture.style.height = `${height}px`;
    const g = sharp(this.canvas, width, height);
    const x = (/** @type {number} */ step) => CURVES_LEFT + ((width - CURVES_LEFT - CURVES_RIGHT) * step) / curves.last;
    const y = (/** @type {number} */ value) => CURVES_TOP + (CURVES_HIGH * (curves.high - value)) / (curves.high - curves.low);
    this.words.replaceChildren();
    this.grid(g, curves, width, y, coloursOf(root).line);
    const shades = coloursOfRuns(root);
    /** @type {[number, string][]} */
    const ends = [];
    curves.lines.forEach(({ name, steps, values }, index) => {
      if (!values.length) return;
      g.strokeStyle = shades[index];
      g.lineWidth = 2;
      g.setLineDash(CURVE_DASHES[index]);
      g.beginPath();
      steps.forEach((step, i) => (i ? g.lineTo(x(step), y(values[i])) : g.moveTo(x(step), y(values[i]))));
      g.stroke();
      ends.push([y(values[values.length - 1]), `${index + 1} ${name}`]);
    });
    g.setLineDash([]);
    ends.sort(([a], [b]) => a - b);
    const tops = ends.map(([at]) => at - 8);
    for (let i = 1; i < tops.length; i++) tops[i] = Math.max(tops[i], tops[i - 1] + 15);
    const over = Math.max(0, (tops.at(-1) ?? 0) - (CURVES_TOP + CURVES_HIGH - 12));
    ends.forEach(([, label], i) => this.word("name", label, width - CURVES_RIGHT + 6, tops[i] - over));
    for (const step of [0, Math.round(curves.last / 2), curves.last]) this.word("time", `${step}`, x(step), CURVES_TOP + CURVES_HIGH + 6);
    this.word("unit", "step", width - CURVES_RIGHT + 20, CURVES_TOP + CURVES_HIGH + 6);
  }

  /** @param {CanvasRenderingContext2D} g @param {RunsCurves} curves @param {number} width @param {(value: number) => number} y @param {string} colour */
  grid(g, curves, width, y, colour) {
    g.strokeStyle = colour;
    g.lineWidth = 1;
    for (const [value, label] of curves.ticks) {
      const at = Math.round(y(value)) + 0.5;
      g.beginPath();
      g.moveTo(CURVES_LEFT, at);
      g.lineTo(width - CURVES_RIGHT, at);
      g.stroke();
      this.word("tick value", label, CURVES_LEFT - 8, at);
    }
  }

  /** @param {string} kind @param {string} text @param {number} x @param {number} y */
  word(kind, text, x, y) {
    const word = make("span", { className: kind }, text);
    word.style.translate = `${x}px ${y}px`;
    this.words.append(word);
  }
}
