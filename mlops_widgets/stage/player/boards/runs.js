// The table of runs: ask, sort, narrow and select; what is selected is compared below, and goes back into Python.

/** @import { BoardAnswer, BoardModel } from "./types" */
/** @import { RunsBackdrop, RunsView } from "./runs/types" */
import { Board } from "./../board.js";
import { make, write } from "./../dom.js";
import { Pager } from "./../pager.js";
import { Axes } from "./runs/axes.js";
import { Grid } from "./runs/grid.js";
import { Limits } from "./runs/limits.js";
import { Picked } from "./runs/picked.js";

const RUNS_PAGE = 20; // rows at a time

class RunsBoard {
  /** @param {BoardModel} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.where = "";
    this.board = new Board(model, el, { show: (answer) => this.show(answer), lay: () => this.lay() });
    const act = this.board.act.bind(this.board);
    this.grid = new Grid(this.board);
    this.pager = new Pager(this.board, RUNS_PAGE);
    this.axes = new Axes(act);
    this.limits = new Limits(act);
    this.picked = new Picked(act);
    this.build();
    this.board.listen();
    this.pager.begin();
  }

  build() {
    const { board } = this;
    board.root.classList.add("runs");
    const about = "MLflow’s own language: metrics., params., tags. and attributes., with = != < > LIKE, joined by and. Words and settings stand in quotes.";
    this.asked = make("input", { type: "text", spellcheck: false, autocomplete: "off", "aria-description": about });
    this.asked.addEventListener("keydown", (event) => event.key === "Enter" && this.ask());
    this.all = make("button", { type: "button", onclick: () => this.askAll() }, "All runs");
    const label = make("label", {}, make("span", {}, "Runs where"), this.asked);
    const form = make("div", { className: "ask", role: "search" }, label, make("button", { type: "button", className: "primary", onclick: () => this.ask() }, "Show"), this.all);
    this.every = make("button", { type: "button", onclick: () => board.act({ kind: "select", runs: [] }) });
    this.none = make("button", { type: "button", onclick: () => board.act({ kind: "select", runs: [], on: false }) }, "Select none");
    this.wide = make("button", { type: "button", onclick: () => board.act({ kind: "wide", on: !this.view?.wide }) });
    const bar = make("div", { className: "bar" }, this.pager.node, this.every, this.none, this.wide);
    this.foot = make("p", { className: "sources" });
    const hint = make("p", { className: "how" }, about);
    const body = make("div", { className: "body" }, form, hint, bar, this.grid.node, this.axes.node, this.limits.node, this.picked.node);
    board.root.append(body, this.foot);
  }

  ask() {
    this.board.act({ kind: "ask", where: this.asked?.value ?? "" });
  }

  askAll() {
    if (this.asked) this.asked.value = "";
    this.ask();
    if (Object.keys(this.view?.brushes ?? {}).length) this.board.act({ kind: "unbrush" });
  }

  /** @param {BoardAnswer} answer */
  show(answer) {
    const view = /** @type {RunsView} */ (answer.view);
    const backdrop = /** @type {RunsBackdrop} */ (/** @type {unknown} */ (this.model.get("backdrop")));
    const { board, asked } = this;
    this.view = view;
    this.backdrop = backdrop;
    write(board.title, "Runs");
    write(board.subtitle, backdrop.place);
    board.judge(view.verdict);
    if (asked) asked.placeholder = backdrop.example;
    if (asked && this.where !== view.where) asked.value = this.where = view.where; // what is being typed stays
    const chosen = view.selected.length;
    if (this.every) write(this.every, view.shown === backdrop.count ? `Select all ${view.shown}` : `Select these ${view.shown}`);
    if (this.none) this.none.disabled = !chosen;
    if (this.wide) {
      this.wide.hidden = !view.hidden && !view.wide;
      write(this.wide, view.wide ? "Only columns that differ" : `Columns that do not differ (${view.hidden})`);
    }
    this.pager.update();
    this.grid.show(backdrop, view);
    this.limits.show(backdrop, view);
    const kept = view.absent ? ` What was selected or written of ${view.absent} that are not here is kept.` : "";
    if (this.foot) write(this.foot, `${chosen} selected. In Python: table.selection holds the ids of these runs, table.selected the runs as a frame.${kept}`);
    this.axes.canvas.setAttribute("aria-label", `Parallel axes, one line for each run. ${answer.text}`);
    this.picked.show(view);
    this.lay();
  }

  lay() {
    if (!this.view || !this.backdrop) return;
    this.axes.draw(this.backdrop, this.view, this.board.root);
    this.picked.lay(this.view, this.board.root);
  }
}

export default {
  /** @param {{ model: BoardModel, el: HTMLElement }} view */
  render({ model, el }) {
    const runs = new RunsBoard(model, el);
    return () => runs.board.leave.abort();
  },
};
