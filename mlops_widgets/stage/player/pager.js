// Which rows of how many are shown, and how does one get to the others? Two buttons and a sentence between them.

/** @import { Board } from "./board.js" */
import { make, write } from "./dom.js";

export class Pager {
  /**
   * @param {Board} board whose rows they are
   * @param {number} count rows at a time
   */
  constructor(board, count) {
    this.board = board;
    this.count = count;
    this.back = make("button", { type: "button", onclick: () => this.turn(-1) }, "Previous");
    this.on = make("button", { type: "button", onclick: () => this.turn(1) }, "Next");
    this.range = make("span", { className: "range", role: "status" });
    this.node = make("div", { className: "pager", role: "group", "aria-label": "Rows shown" }, this.back, this.range, this.on);
  }

  /** The first row that is wanted; those shown may still be others. */
  get first() {
    return this.board.wanted?.first ?? 0;
  }

  begin() {
    this.board.page(0, this.count);
  }

  end() {
    this.board.page(0, 0);
  }

  /** @param {number} pages */
  turn(pages) {
    this.board.page(this.first + pages * this.count, this.count);
    this.update();
  }

  /** Say what is shown, after the kernel has answered. */
  update() {
    const { rows } = this.board;
    this.node.classList.toggle("waits", rows?.first !== this.first);
    if (!rows) return;
    const { first, total } = rows;
    const last = first + rows.rows.length;
    write(this.range, last ? `rows ${first + 1}–${last} of ${total}` : "no rows");
    this.board.toggle(this.back, this.first <= 0, this.on);
    this.board.toggle(this.on, this.first + this.count >= total, this.back);
  }
}
