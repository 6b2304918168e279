// The change-points board as tables: the marks by name, and every value of the series, fifty at a time.

/** @import { Board } from "./../board.js" */
/** @import { PointsBackdrop, PointsValue, PointsView } from "./types" */
import { make } from "./../dom.js";
import { Pager } from "./../pager.js";

const PAGE_ROWS = 50;

export class Listing {
  /**
   * @param {Board} board
   * @param {{ toggle: (at: number) => void, remove: (at: number) => void }} on mark a value or take its mark away, or only the latter
   */
  constructor(board, on) {
    this.board = board;
    this.on = on;
    this.series = "";
    this.marks = make("table");
    this.pager = new Pager(board, PAGE_ROWS);
    this.values = make("table");
    this.scroller = make("div", { className: "scroller" }, this.values);
    const section = make("section", { className: "values" }, this.pager.node, this.scroller);
    this.node = make("div", { className: "table", hidden: true }, this.marks, section);
    this.button = make("button", { type: "button", "aria-pressed": "false", onclick: () => this.open() }, "Table");
  }

  /** Show the tables, or put them away. */
  open() {
    this.node.hidden = !this.node.hidden;
    this.button.setAttribute("aria-pressed", String(!this.node.hidden));
    if (this.node.hidden) this.pager.end();
    else this.pager.begin();
    if (this.view && this.backdrop) this.show(this.backdrop, this.view);
    if (!this.node.hidden) this.node.scrollIntoView({ block: "nearest" });
  }

  /** @param {PointsBackdrop} backdrop @param {PointsView} view */
  show(backdrop, view) {
    if (this.series && this.series !== backdrop.series && !this.node.hidden) this.pager.begin();
    this.series = backdrop.series;
    this.backdrop = backdrop;
    this.view = view;
    if (this.node.hidden) return;
    this.keep(this.marks, () => this.fillMarks(backdrop, view));
    this.pager.update();
    this.keep(this.values, () => this.fillValues(backdrop, view));
  }

  /** Fill a table anew, and leave the focus on the button that stands where it was. @param {HTMLElement} table @param {() => void} fill */
  keep(table, fill) {
    const focused = [...table.querySelectorAll("button")].findIndex((button) => button === document.activeElement);
    fill();
    if (focused < 0) return;
    const buttons = [...table.querySelectorAll("button")];
    (buttons[Math.min(focused, buttons.length - 1)] ?? this.button).focus({ preventScroll: true });
  }

  /** The points in words, each with a button that takes it away; under them the people's. @param {PointsBackdrop} backdrop @param {PointsView} view */
  fillMarks(backdrop, view) {
    const row = (/** @type {string} */ who, /** @type {string} */ when, /** @type {Node | string} */ last) =>
      make("tr", {}, make("th", { scope: "row" }, who), make("td", {}, when), make("td", {}, last));
    const mine = view.points.map((at, index) => {
      const when = backdrop.moments[at];
      const button = make("button", { type: "button", "aria-label": `Remove ${when}`, onclick: () => this.on.remove(at) }, "Remove");
      return row(`your mark ${index + 1}`, when, button);
    });
    const theirs = view.rows.map(({ label, words }) => row(label, words, ""));
    const caption = make("caption", {}, mine.length ? "Where a change begins" : "You have marked no change yet");
    this.marks.replaceChildren(caption, make("tbody", {}, ...mine, ...theirs));
  }

  /** @param {PointsBackdrop} backdrop @param {PointsView} view */
  fillValues(backdrop, { compared }) {
    const { rows } = this.board;
    const first = String(rows?.first);
    if (this.values.dataset.first !== first) this.scroller.scrollTop = 0;
    this.values.dataset.first = first;
    const head = (/** @type {string} */ name, unit = "") => make("th", { scope: "col" }, name, unit && make("small", {}, ` ${unit}`));
    const heads = [head("time"), head("your mark"), ...backdrop.columns.map(({ title, unit }) => head(title, unit))];
    if (compared) heads.push(head("people"));
    const body = (rows?.rows ?? []).map((row) => this.row(/** @type {PointsValue} */ (row), compared > 0, backdrop.people));
    const counted = compared ? ", with the number of people who marked it" : "";
    const caption = make("caption", {}, `Every value of the series, ${PAGE_ROWS} at a time${counted}`);
    this.values.replaceChildren(caption, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body));
  }

  /** @param {PointsValue} value @param {boolean} compared @param {number} people */
  row({ at, when, values, yours, people: count }, compared, people) {
    const label = `${yours ? "Unmark" : "Mark"} ${when}`;
    const button = make("button", { type: "button", "aria-label": label, onclick: () => this.on.toggle(at) }, yours ? "Unmark" : "Mark");
    const mark = make("td", { className: "mark" }, at ? button : "the start"); // nothing can begin at the first value
    const cells = [mark, ...values.map((each) => make("td", {}, each))];
    if (compared) cells.push(make("td", {}, count ? `${count} of ${people}` : "–"));
    return make("tr", { className: yours ? "yours" : "" }, make("th", { scope: "row" }, when), ...cells);
  }
}
