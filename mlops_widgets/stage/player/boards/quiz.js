// A quiz: one question in sight, what was right and why as soon as it is checked, and at the end what to look at again.

/** @import { BoardAnswer, BoardModel, QuizJudged, QuizQuestion, QuizResult, QuizView } from "./types" */
import { Board } from "./../board.js";
import { make, write } from "./../dom.js";
import { answeringOf, richText } from "./answering.js";

const PAUSE = 400; // ms after a question was judged in which a second press of the same button means the first

class QuizBoard {
  /** @param {BoardModel} model @param {HTMLElement} el */
  constructor(model, el) {
    this.board = new Board(model, el, { show: (answer) => this.show(answer), lay: () => {} });
    this.place = -1; // index of the question in sight; after the last comes the result
    this.drawn = ""; // what the card shows, so that it is built again only for something else
    this.wished = false; // the learner went on, and the focus goes with him
    this.judgedAt = 0;
    this.sent = "";
    const { board } = this;
    board.root.classList.add("quiz");
    this.pager = make("nav", { className: "pager", "aria-label": "Questions" });
    this.card = make("div", { className: "card" });
    this.primary = make("button", { type: "button", className: "primary", onclick: (/** @type {MouseEvent} */ event) => this.go(event) });
    this.hint = make("p", { className: "hint", "aria-live": "polite" });
    this.body = make("div", { className: "sheet" }, this.card, make("div", { className: "foot" }, this.primary, this.hint));
    board.root.append(this.pager, this.body);
    board.listen();
  }

  /** @param {BoardAnswer} answer */
  show(answer) {
    const former = this.view;
    const view = (this.view = /** @type {QuizView} */ (answer.view));
    write(this.board.title, view.title);
    write(this.board.subtitle, view.about);
    this.board.judge(view.verdict);
    const begun = former?.attempt !== view.attempt || former.questions.length !== view.questions.length;
    if (begun) this.place = this.start(view);
    if (former && !begun && !former.result && view.result && !view.per_question) this.place = view.questions.length;
    this.draw();
  }

  /** Where one goes on: at the first question that is not done. @param {QuizView} view */
  start({ questions, per_question }) {
    const next = questions.findIndex((each) => (per_question ? !each.judged : !each.answered && !each.judged));
    return next >= 0 ? next : per_question || questions[0]?.judged ? questions.length : Math.max(0, questions.length - 1);
  }

  /** @returns {QuizQuestion | undefined} the question in sight; none when it is the result */
  get question() {
    return this.view?.questions[this.place];
  }

  draw() {
    const { view, question } = this;
    if (!view) return;
    const held = this.board.root.contains(document.activeElement);
    this.page(view);
    const now = JSON.stringify([view.attempt, this.place, question?.name, question?.judged, question ? "" : view.result]);
    if (now !== this.drawn) {
      if (question?.judged && this.drawn.startsWith(JSON.stringify([view.attempt, this.place]).slice(0, -1))) this.judgedAt = Date.now();
      this.drawn = now;
      this.sent = JSON.stringify(question?.picks);
      this.card.replaceChildren(question ? this.asked(question) : view.result ? resultOf(view.result) : "");
      write(this.hint, "");
    }
    if (question && !question.judged && !this.board.open.length) {
      this.controls?.write(question.picks);
      this.sent = JSON.stringify(question.picks);
    }
    const label = this.label(view);
    write(this.primary, label);
    this.primary.hidden = !label;
    if (this.wished) this.reach(question);
    else if (held && !this.board.root.contains(document.activeElement)) this.fallBack();
    this.wished = false;
  }

  /** The focus goes to what is to be done next. @param {QuizQuestion | undefined} question */
  reach(question) {
    if (question && !question.judged) this.controls?.first()?.focus({ preventScroll: true });
    else this.fallBack();
  }

  fallBack() {
    const here = this.primary.hidden ? this.pager.querySelector("[aria-current]") : this.primary;
    if (here instanceof HTMLElement) here.focus({ preventScroll: true });
  }

  /** One button for each question, and one for the result. @param {QuizView} view */
  page({ questions, result }) {
    const count = questions.length + (result && questions.length ? 1 : 0);
    if (this.pager.children.length !== count) {
      const buttons = Array.from({ length: count }, (_, index) => make("button", { type: "button", onclick: () => this.turn(index) }));
      this.pager.replaceChildren(...buttons);
    }
    this.pager.hidden = !count;
    [...this.pager.children].forEach((button, index) => {
      const judged = questions[index]?.judged;
      const state = judged ? (judged.right ? "right" : "not right") : questions[index]?.answered ? "answered" : "open";
      button.className = questions[index] ? state.replace(" ", "-") : "end";
      write(button, questions[index] ? `${index + 1}${judged ? (judged.right ? " ✓" : " ✗") : ""}` : "Result");
      if (questions[index]) button.setAttribute("aria-label", `Question ${index + 1} of ${questions.length}, ${state}`);
      else button.removeAttribute("aria-label");
      if (index === this.place) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  /** @param {number} place */
  turn(place) {
    this.keep();
    this.place = place;
    this.draw();
  }

  /** @param {QuizQuestion} question */
  asked(question) {
    const legend = make("legend", {}, make("span", { className: "ask" }, ...richText(question.ask)));
    if (question.judged) {
      this.controls = undefined;
      return make("fieldset", {}, legend, judgedOf(question.judged));
    }
    this.controls = answeringOf(question, () => this.keep(), () => this.go());
    this.controls.write(question.picks);
    return make("fieldset", {}, legend, make("p", { className: "how" }, question.how), this.controls.node);
  }

  /** Send what is picked, when the kernel does not have it yet. */
  keep() {
    const { question, controls } = this;
    if (!question || !controls || this.waits()) return;
    const picks = controls.read();
    if (JSON.stringify(picks) === this.sent) return;
    this.sent = JSON.stringify(picks);
    write(this.hint, "");
    this.board.act({ kind: "pick", question: question.name, picks });
  }

  /** Is something on its way to the kernel after which no answer can be changed? */
  waits() {
    return this.board.open.some(([, { kind }]) => kind !== "pick");
  }

  /** What the button says and does. @param {QuizView} view */
  label(view) {
    const { questions, per_question, result } = view;
    const { question } = this;
    if (!question) return result?.again ?? "";
    if (per_question && !question.judged) return "Check";
    const last = this.place === questions.length - 1;
    if (!last) return "Next question";
    if (result) return "See the result";
    return per_question ? `Go on with question ${this.start(view) + 1}` : "Hand in";
  }

  /** @param {MouseEvent} [event] */
  go(event) {
    const { view, question, board } = this;
    if (!view || (event && event.detail > 1) || Date.now() - this.judgedAt < PAUSE) return;
    if (this.waits()) return board.asker.running ? undefined : board.send();
    if (!question) {
      this.wished = true;
      board.act({ kind: view.per_question ? "again" : "sit-again" });
    } else if (view.per_question && !question.judged) {
      const missing = this.controls?.missing() ?? "";
      write(this.hint, missing);
      if (missing) return this.controls?.first().focus();
      this.keep();
      board.act({ kind: "check", question: question.name });
    } else if (this.label(view) === "Hand in") {
      this.keep();
      this.wished = true;
      board.act({ kind: "hand-in" });
    } else {
      this.keep();
      const last = this.place === view.questions.length - 1;
      this.place = last && !view.result ? this.start(view) : this.place + 1;
      this.wished = true;
      this.draw();
    }
  }
}

/** @param {QuizJudged} judged */
function judgedOf({ right, word, rows, why }) {
  const lines = rows.map(({ says, because, tone, tag }) => {
    const sign = make("span", { className: "sign", "aria-hidden": "true" }, { good: "✓", warn: "✗" }[tone] ?? "·");
    const said = make("p", { className: "says" }, ...richText(says), " ", make("em", {}, tag));
    return make("li", { className: tone }, sign, said, make("p", {}, ...richText(because)));
  });
  const found = make("p", { className: `word ${right ? "good" : "warn"}` }, word);
  return make("div", { className: "judged" }, make("ul", {}, ...lines), make("div", { className: "why" }, found, make("p", {}, ...richText(why))));
}

/** @param {QuizResult} result */
function resultOf({ value, name, earlier, advice, heading, revisit, table }) {
  const big = make("p", { className: "big" }, make("b", {}, value), make("span", {}, [name, ...earlier].join(" · ")));
  const list = make("ul", {}, ...revisit.map((each) => make("li", {}, each)));
  const node = make("div", { className: "result" }, big, make("p", { className: "advice" }, ...richText(advice)));
  if (heading) node.append(make("p", { className: "heading" }, heading), list);
  if (table) node.append(tableOf(table));
  return node;
}

/** @param {NonNullable<QuizResult["table"]>} table */
function tableOf({ caption, head, rows }) {
  const top = make("tr", {}, make("td"), ...head.slice(1).map((each) => make("th", { scope: "col" }, each)));
  const lines = rows.map(([first, ...rest]) => {
    const cells = rest.map((each) => make("td", { className: each === "right" ? "good" : "" }, `${each === "right" ? "✓" : "✗"} ${each}`));
    return make("tr", {}, make("th", { scope: "row" }, first), ...cells);
  });
  return make("table", {}, make("caption", {}, caption), make("thead", {}, top), make("tbody", {}, ...lines));
}

export default {
  /** @param {{ model: BoardModel, el: HTMLElement }} view */
  render({ model, el }) {
    const quiz = new QuizBoard(model, el);
    return () => quiz.board.leave.abort();
  },
};
