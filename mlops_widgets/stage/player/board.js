// What every board has: actions that go to the kernel and are lost nowhere, rows that come from there, undo, redo, words.

/** @import { BoardAction, BoardAnswer, BoardModel, BoardPage } from "./boards/types" */
import { Asker } from "./asker.js";
import { make, write } from "./dom.js";
import { watchPulse } from "./pulse.js";
import { watchTheme } from "./theme.js";

const WAITING = {
  idle: "",
  computing: "saving …",
  lost: "No answer yet: the kernel is busy or gone. If it stays so, re-run this cell: what was saved comes back.",
};

/**
 * The frame of a board. What draws it is given as `on`: `show` when the kernel has answered, `lay` when
 * there is another size or theme. Where a board has too many rows to be sent, `page` asks for some of them;
 * `show` finds them in `rows`, and they are asked for again whenever the state has changed.
 */
export class Board {
  /**
   * @param {BoardModel} model @param {HTMLElement} el
   * @param {{ show: (answer: BoardAnswer) => void, lay: () => void }} on
   */
  constructor(model, el, on) {
    this.model = model;
    this.on = on;
    this.leave = new AbortController();
    this.count = 0;
    /** @type {[number, BoardAction][]} actions that the kernel has not yet said it did */
    this.open = [];
    /** @type {(() => void)[]} what waits until nothing is open */
    this.later = [];
    /** @type {{ first: number, count: number } | null} the rows that shall be shown */
    this.wanted = null;
    /** @type {{ first: number, count: number } | null} the rows that the last question was for */
    this.asked = null;
    this.edition = -1; // of the state from which the rows wanted were last answered
    /** @type {BoardPage | null} rows as the kernel last sent them; others than those wanted, until it answers */
    this.rows = null;
    this.asker = new Asker(model, (state) => this.tell(state));
    this.title = make("h3");
    this.subtitle = make("small");
    this.status = make("span", { className: "status", role: "status" });
    this.undo = make("button", { type: "button", onclick: () => this.act({ kind: "undo" }) }, "Undo");
    this.redo = make("button", { type: "button", onclick: () => this.act({ kind: "redo" }) }, "Redo");
    this.tools = make("span", { className: "tools" }, this.undo, this.redo);
    this.verdict = make("p", { className: "verdict" });
    this.error = make("p", { className: "error", role: "alert", hidden: true });
    this.notes = make("p", { className: "notes", hidden: true });
    this.aloud = make("p", { className: "aloud", "aria-live": "polite" });
    const header = make("header", {}, this.title, this.subtitle, this.status, this.tools);
    this.root = make("div", { className: "mlops-player board", role: "group" });
    this.root.append(header, this.verdict, this.error, this.notes, this.aloud);
    this.root.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
  }

  /** Begin to listen, when the drawing is complete. */
  listen() {
    const { signal } = this.leave;
    const heard = () => this.answered();
    this.model.on("change:answer", heard);
    watchPulse(this.model, this.model.get("spec").model, (alive) => this.tell(alive ? "idle" : "lost"), signal);
    watchTheme(() => requestAnimationFrame(() => this.on.lay()), signal); // meanwhile JupyterLab hides the page
    const sized = new ResizeObserver(() => this.on.lay());
    sized.observe(this.root);
    signal.addEventListener("abort", () => {
      this.model.off("change:answer", heard);
      sized.disconnect();
      this.asker.rest();
      this.root.remove();
    });
    this.answered();
  }

  /** Do an action. It is asked for until the kernel says that it is done. @param {BoardAction} action */
  act(action) {
    this.open.push([++this.count, action]);
    if (!this.asker.running) this.send();
  }

  /** Do something as soon as the kernel has done all that was asked for. @param {() => void} deed */
  after(deed) {
    this.later.push(deed);
    this.catchUp();
  }

  /** Show `count` rows from `first` on, now and after every change; with a count of 0 none. @param {number} first @param {number} count */
  page(first, count) {
    this.wanted = count > 0 ? { first: Math.max(0, first), count } : null;
    this.edition = -1;
    if (!this.wanted) this.rows = null;
    else if (!this.asker.running) this.send();
  }

  /** Ask for all that is open, actions and rows, in one question. */
  send() {
    this.asked = this.wanted;
    this.asker.ask({ view: this.asker.name, actions: this.open, ...(this.wanted && { page: this.wanted }) });
  }

  /** Take the rows of an answer to our own question. @param {BoardAnswer} answer */
  take({ page, edition }) {
    if (!this.asked || this.asked !== this.wanted) return; // by now others are wanted
    this.rows = page ?? null; // none, when an error came in between: they are asked for when something changes
    this.edition = edition;
    if (!page || page.rows.length || !page.first) return;
    const { count } = this.asked;
    const last = Math.max(0, Math.ceil(page.total / count) - 1) * count;
    if (last < page.first) this.page(last, count); // there are no longer so many
  }

  catchUp() {
    while (!this.open.length && this.later.length) this.later.shift()?.();
  }

  answered() {
    const answer = this.model.get("answer");
    const done = answer.seen?.[this.asker.name] ?? 0;
    this.open = this.open.filter(([number]) => number > done);
    const mine = this.asker.receive(answer);
    if (mine) this.take(answer);
    this.error.hidden = !answer.error;
    write(this.error, answer.error ?? "");
    this.notes.hidden = !answer.notes?.length;
    write(this.notes, (answer.notes ?? []).join(" "));
    this.root.classList.toggle("empty", !answer.view);
    if (!answer.view) write(this.title, this.model.get("spec").name);
    if (answer.view) {
      this.toggle(this.undo, !answer.undo, this.redo);
      this.toggle(this.redo, !answer.redo, this.undo);
      this.on.show(answer);
    }
    if (mine) write(this.aloud, answer.error ? "" : answer.said);
    const old = this.wanted !== null && this.edition !== answer.edition;
    if (!this.asker.running && (this.open.length || old)) this.send();
    this.catchUp();
  }

  /** Switch a button off without losing the focus that is on it. @param {HTMLButtonElement} button @param {boolean} off @param {HTMLElement} next */
  toggle(button, off, next) {
    if (off && document.activeElement === button) next.focus();
    button.disabled = off;
  }

  /** @param {[string, string][]} phrases */
  judge(phrases) {
    this.verdict.replaceChildren(...phrases.map(([text, tone]) => make("span", { className: tone }, text)));
  }

  /** Ctrl+Z and Ctrl+Shift+Z, as everywhere. @param {KeyboardEvent} event */
  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    event.stopPropagation();
    const [kind, button] = event.shiftKey ? ["redo", this.redo] : ["undo", this.undo];
    if (!button.disabled || this.open.length) this.act({ kind }); // of what is on its way only the kernel knows what it leaves
  }

  /** @param {"idle" | "computing" | "lost"} state */
  tell(state) {
    write(this.status, WAITING[state]);
    this.root.classList.toggle("lost", state === "lost");
    if (state === "lost") this.asker.rest();
  }
}
