// A list of thousands of rows of which only those in sight exist, and one has the focus, as it travels.

import { make } from "./../dom.js";

export const ROW = 32; // px
const AROUND = 6; // rows beyond the edge that exist too

export class LongList {
  /**
   * @param {string} label what is listed
   * @param {{ fill: (row: HTMLElement, at: number) => void, move: (at: number) => void }} on fill a row with what it shows; another row is the current one
   */
  constructor(label, on) {
    this.on = on;
    this.count = 0;
    this.at = 0; // the current row
    /** @type {Map<number, HTMLElement>} the rows that exist */
    this.rows = new Map();
    this.list = make("div", { role: "listbox", className: "rows", "aria-label": label });
    this.node = make("div", { className: "scroller" }, this.list);
    this.waits = 0;
    this.node.addEventListener("scroll", () => {
      this.waits ||= requestAnimationFrame(() => this.draw());
    });
    this.list.addEventListener("click", (event) => {
      const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
      if (row) this.go(Number(row.dataset.at), true);
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  /** Show this many rows, filled anew. @param {number} count */
  show(count) {
    this.count = count;
    this.list.style.height = `${count * ROW}px`;
    this.at = Math.max(0, Math.min(this.at, count - 1));
    for (const [at, row] of this.rows) if (at < count) this.on.fill(row, at);
    this.draw();
  }

  /** Make a row the current one, in sight; and give it the focus, if it is asked for or was in the list. @param {number} at @param {boolean} [focus] */
  go(at, focus = this.list.contains(document.activeElement)) {
    this.at = Math.max(0, Math.min(at, this.count - 1));
    const top = this.at * ROW;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.node.scrollTop = top + ROW - clientHeight;
    this.draw();
    if (focus) this.rows.get(this.at)?.focus({ preventScroll: true });
    this.on.move(this.at);
  }

  draw() {
    this.waits = 0;
    const first = Math.max(0, Math.floor(this.node.scrollTop / ROW) - AROUND);
    const last = Math.min(this.count, Math.ceil((this.node.scrollTop + this.node.clientHeight) / ROW) + AROUND);
    /** @type {HTMLElement[]} */
    const free = [];
    for (const [at, row] of this.rows) {
      if ((at >= first && at < last) || at === this.at) continue;
      this.rows.delete(at);
      free.push(row);
    }
    for (let at = first; at < last; at++) if (!this.rows.has(at)) this.put(at, free.pop());
    if (this.count && !this.rows.has(this.at)) this.put(this.at, free.pop());
    for (const row of free) row.remove();
    for (const [at, row] of this.rows) {
      const here = at === this.at;
      if ((row.tabIndex === 0) === here) continue;
      row.tabIndex = here ? 0 : -1;
      row.setAttribute("aria-selected", String(here));
    }
  }

  /** A row comes into being, out of one that is no longer in sight if there is any. @param {number} at @param {HTMLElement | undefined} old */
  put(at, old) {
    const row = old ?? make("div", { role: "option", tabIndex: -1, "aria-selected": "false", "data-lm-suppress-shortcuts": "true" });
    row.dataset.at = String(at);
    row.setAttribute("aria-posinset", String(at + 1));
    row.setAttribute("aria-setsize", String(this.count));
    row.style.transform = `translateY(${at * ROW}px)`;
    this.on.fill(row, at);
    this.rows.set(at, row);
    if (!old) this.list.append(row);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.node.clientHeight / ROW) - 1);
    const { at, count } = this;
    /** @type {Record<string, number>} */
    const goals = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.go(goal, true);
  }
}
