// The rows themselves: a tick box for each run, a heading for each column that sorts by it.

/** @import { Board } from "./../../board.js" */
/** @import { RunsBackdrop, RunsRow, RunsView } from "./types" */
import { make } from "./../../dom.js";

export class Grid {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.table = make("table", {}, make("caption", {}, "Runs; a heading sorts, a tick selects, arrow keys move from tick to tick"));
    this.head = make("tr");
    this.body = make("tbody");
    this.table.append(make("thead", {}, this.head), this.body);
    this.node = make("div", { className: "scroller" }, this.table);
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.heads = "";
    this.here = ""; // the run whose box the tabulator stops at
  }

  /** @param {RunsBackdrop} backdrop @param {RunsView} view */
  show(backdrop, view) {
    this.headings(backdrop, view);
    const boxes = this.boxes();
    const focused = boxes.findIndex((box) => box === document.activeElement);
    const rows = /** @type {RunsRow[]} */ (this.board.rows?.rows ?? []);
    const numeric = view.columns.map((name) => backdrop.columns[name][2]);
    this.body.replaceChildren(...rows.map((row) => this.row(row, numeric)));
    const fresh = this.boxes();
    const stop = fresh.find((box) => box.value === this.here) ?? fresh[Math.max(0, Math.min(focused, fresh.length - 1))];
    if (stop) stop.tabIndex = 0;
    if (focused >= 0) stop?.focus({ preventScroll: true });
  }

  boxes() {
    return /** @type {HTMLInputElement[]} */ ([...this.body.querySelectorAll("input")]);
  }

  /** @param {RunsBackdrop} backdrop @param {RunsView} view */
  headings(backdrop, view) {
    const now = JSON.stringify([view.columns, view.sort]);
    if (now === this.heads) return;
    this.heads = now;
    const at = [...this.head.querySelectorAll("button")].findIndex((button) => button === document.activeElement);
    const kinds = new Map([["param", "setting"], ["metric", "measure"]]);
    const titles = view.columns.map((name) => [name, backdrop.columns[name][0], kinds.get(backdrop.columns[name][1]) ?? "", backdrop.columns[name][2]]);
    const sorted = [["name", "run", "", false], ...titles].map(([name, title, kind, number]) => this.heading(String(name), String(title), String(kind), number === true, view.sort));
    this.head.replaceChildren(make("th", { scope: "col" }, make("span", { className: "aloud" }, "selected")), ...sorted, make("th", { scope: "col" }, "tags"), make("th", { scope: "col" }, "note"));
    if (at >= 0) [...this.head.querySelectorAll("button")][at]?.focus({ preventScroll: true });
  }

  /** @param {string} name @param {string} title @param {string} kind @param {boolean} number @param {[string, boolean]} sort */
  heading(name, title, kind, number, [by, descending]) {
    const here = by === name;
    const sign = make("span", { className: "sign", "aria-hidden": "true" }, here ? (descending ? "▼" : "▲") : "");
    const sort = () => this.board.act({ kind: "sort", column: name, descending: here && !descending });
    const button = make("button", { type: "button", onclick: sort, title: `Sort by ${title}`, "aria-label": title }, title.slice(title.lastIndexOf(".") + 1), sign);
    const block = title.slice(0, title.lastIndexOf(".") + 1); // model. of model.leaves: under the name, to save width
    const cell = make("th", { scope: "col", className: number ? "number" : "" }, button, make("small", {}, block ? `${block.slice(0, -1)} · ${kind}` : kind));
    if (here) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
    return cell;
  }

  /** @param {RunsRow} row @param {boolean[]} numeric */
  row({ id, name, cells, tags, note, selected }, numeric) {
    const box = make("input", { type: "checkbox", value: id, checked: selected, tabIndex: -1, "aria-label": `Select ${name}` });
    box.addEventListener("change", () => {
      this.here = id;
      this.board.act({ kind: "select", runs: [id], on: box.checked });
    });
    const row = make("tr", { className: selected ? "chosen" : "" });
    row.append(make("td", {}, box), make("th", { scope: "row" }, name));
    row.append(...cells.map((cell, index) => make("td", { className: numeric[index] ? "number" : "" }, cell || "–")));
    row.append(make("td", {}, ...tags.map((tag) => make("span", { className: "tag" }, tag))), make("td", { className: "note", title: note }, note));
    row.addEventListener("click", (event) => event.target !== box && !getSelection()?.toString() && box.click());
    return row;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const boxes = this.boxes();
    const next = boxes[boxes.findIndex((box) => box === document.activeElement) + step];
    event.preventDefault();
    event.stopPropagation();
    if (!next) return;
    boxes.forEach((box) => (box.tabIndex = -1));
    next.tabIndex = 0;
    this.here = next.value;
    next.focus();
  }
}
