// The prediction card: what do you expect? Until there is an answer, what the cell shows next stays behind a veil.

/** @import { BoardAnswer, BoardModel, PredictView } from "./types" */
import { Board } from "./../board.js";
import { make, write } from "./../dom.js";

const VEILED = "The result is computed already. It comes into sight when you have answered.";

class PredictCard {
  /** @param {BoardModel} model @param {HTMLElement} el */
  constructor(model, el) {
    this.el = el;
    this.board = new Board(model, el, { show: (answer) => this.show(answer), lay: () => this.veil() });
    const { root, tools, verdict, aloud } = this.board;
    root.classList.add("predict");
    tools.remove(); // nothing here is taken back: one is asked again
    this.fields = make("div", { className: "fields" });
    this.question = make("legend");
    const submit = make("button", { type: "submit", className: "primary" }, "This is my guess");
    const peek = make("button", { type: "button", onclick: () => this.board.act({ kind: "peek" }) }, "Show me anyway");
    const acts = make("div", { className: "asked" }, submit, peek);
    this.form = make("form", {}, make("fieldset", {}, this.question, this.fields), acts, make("p", { className: "veiled" }, VEILED));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("keydown", (event) => this.enter(event));
    this.said = make("p", { className: "question" });
    this.again = make("button", { type: "button", onclick: () => this.board.act({ kind: "again" }) }, "Guess again");
    this.opened = make("div", { className: "opened" }, this.said, verdict, this.again);
    aloud.before(this.form, this.opened);
    this.board.listen();
  }

  /** @param {BoardAnswer} answer */
  show(answer) {
    const view = /** @type {PredictView} */ (answer.view);
    const turned = this.view && this.view.open !== view.open;
    const focused = this.board.root.contains(document.activeElement);
    this.view = view;
    write(this.board.title, view.open ? "What you expected" : "Before you look");
    write(this.question, view.question);
    write(this.said, view.question);
    this.board.judge(view.verdict);
    if (!this.fields.children.length) this.fields.append(...this.inputs(view));
    this.form.hidden = view.open;
    this.opened.hidden = !view.open;
    if (turned && focused) (view.open ? this.again : this.fields.querySelector("input"))?.focus();
    this.veil();
  }

  /** @param {PredictView} view */
  inputs({ answers, number }) {
    if (!number) {
      return answers.map((value) => make("label", { className: "choice" }, make("input", { type: "radio", name: "answer", value, required: true }), make("span", {}, value)));
    }
    const { low, high, unit } = number;
    const range = `${low} to ${high}${unit ? ` ${unit}` : ""}`;
    const input = make("input", { type: "text", inputMode: "decimal", required: true, autocomplete: "off", "aria-label": `Your guess, ${range}` });
    input.addEventListener("input", () => input.setCustomValidity(""));
    return [make("label", { className: "number" }, input, make("span", {}, unit), make("small", {}, range))];
  }

  /** Enter hands the guess in; JupyterLab keeps the browser from doing so by itself. @param {KeyboardEvent} event */
  enter(event) {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const { number } = /** @type {PredictView} */ (this.view);
    const chosen = /** @type {HTMLInputElement | null} */ (this.form.querySelector(number ? "input" : "input:checked"));
    if (!chosen) return;
    if (!number) return this.board.act({ kind: "answer", value: chosen.value });
    const value = Number(chosen.value.trim().replace(",", ".").replace("−", "-"));
    if (chosen.value.trim() && value >= number.low && value <= number.high) return this.board.act({ kind: "answer", value });
    chosen.setCustomValidity(`A number from ${number.low} to ${number.high}, please.`);
    chosen.reportValidity();
  }

  /** Say to the output area around whether what comes after this card may be seen; its style does the rest. */
  veil() {
    const child = /** @type {HTMLElement | null} */ (this.el.closest(".jp-OutputArea-child"));
    if (child && this.view) child.dataset.predicted = this.view.open ? "open" : "closed";
  }
}

export default {
  /** @param {{ model: BoardModel, el: HTMLElement }} view */
  render({ model, el }) {
    const card = new PredictCard(model, el);
    return () => card.board.leave.abort();
  },
};
