// The limits on the axes as words and numbers: for the keyboard, and to see what holds.

/** @import { BoardAction } from "./../types" */
/** @import { RunsAxis, RunsBackdrop, RunsView } from "./types" */
import { make } from "./../../dom.js";
import { shortAbove, shortBelow } from "./axes.js";

export class Limits {
  /** @param {(action: BoardAction) => void} act */
  constructor(act) {
    this.act = act;
    this.held = make("span", { className: "held" });
    this.column = make("select", { onchange: () => this.fill(), "aria-label": "Axis" });
    this.low = make("input", { type: "number", step: "any", "aria-label": "from" });
    this.high = make("input", { type: "number", step: "any", "aria-label": "to" });
    const narrow = make("button", { type: "button", onclick: () => this.narrow() }, "Narrow");
    const form = make("span", { className: "form" }, this.column, make("span", {}, "from"), this.low, make("span", {}, "to"), this.high, narrow);
    this.more = make("details", {}, make("summary", {}, "Narrow an axis by numbers"), form);
    this.node = make("div", { className: "limits" }, this.held, this.more);
    this.names = "";
  }

  /** @param {RunsBackdrop} backdrop @param {RunsView} view */
  show(backdrop, view) {
    this.axes = backdrop.axes;
    this.more.hidden = backdrop.axes.length < 2;
    const names = backdrop.axes.map(({ name }) => name).join();
    if (names !== this.names) {
      this.names = names;
      this.column.replaceChildren(...backdrop.axes.map(({ name, title }) => make("option", { value: name }, title)));
      this.fill();
    }
    const focused = this.held.contains(document.activeElement);
    const chips = Object.entries(view.brushes).map(([name, [low, high]]) => {
      const title = backdrop.columns[name]?.[0] ?? name;
      const text = `${title} ${this.between(name, low, high)}`;
      return make("button", { type: "button", "aria-label": `Take away ${text} ×`, onclick: () => this.act({ kind: "unbrush", column: name }) }, `${text} ×`);
    });
    this.held.replaceChildren(...chips);
    if (focused) /** @type {HTMLElement | null} */ (this.held.querySelector("button") ?? this.more.querySelector("summary"))?.focus();
  }

  /** @param {string} name @param {number} low @param {number} high */
  between(name, low, high) {
    const axis = this.axes?.find((each) => each.name === name);
    if (!axis) return `${low} to ${high}`;
    if (!axis.word) return `${low === axis.low ? shortBelow(low) : low} to ${high === axis.high ? shortAbove(high) : high}`;
    const inside = wordsOf(axis).filter((_, index) => index >= low && index <= high);
    return inside.join(", ") || "none";
  }

  /** Begin with the whole axis. */
  fill() {
    const axis = this.axes?.find(({ name }) => name === this.column.value);
    if (!axis) return;
    this.low.value = String(shortBelow(axis.low));
    this.high.value = String(shortAbove(axis.high));
  }

  narrow() {
    const [low, high] = [this.low, this.high].map((input) => Number(input.value));
    if (this.low.value && this.high.value) this.act({ kind: "brush", column: this.column.value, low, high });
  }
}

/** The words of an axis, in its order. @param {RunsAxis} axis */
function wordsOf(axis) {
  return [...axis.ticks].sort(([a], [b]) => a - b).map(([, word]) => word);
}
