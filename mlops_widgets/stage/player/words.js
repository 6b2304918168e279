// What the picture says: title, verdict, read-outs, and the same for those who listen.

/** @import { Picture, Run, Verdict } from "./types" */
/** @import { Pins } from "./pins.js" */
import { make, write } from "./dom.js";
import { moment, written } from "./numbers.js";
import { lastUpTo } from "./trace.js";

const BREATH = 5000; // ms between two sentences that are read aloud while the run plays

export class Words {
  constructor() {
    this.title = make("h3");
    this.subtitle = make("small");
    this.status = make("span", { className: "status", role: "status" });
    this.verdict = make("p", { className: "verdict" });
    this.notice = make("p", { className: "notice", hidden: true });
    this.error = make("p", { className: "error", role: "alert", hidden: true });
    this.aloud = make("p", { className: "aloud", "aria-live": "polite" });
    this.readouts = make("div", { className: "readouts" });
    this.time = make("time");
    this.sources = make("p", { className: "sources" });
    /** @type {Verdict | null} */
    this.said = null;
    /** @type {HTMLElement[]} */
    this.values = [];
    /** @type {HTMLElement[]} */
    this.besides = [];
    this.spoken = 0;
  }

  /** @param {Picture} picture */
  show(picture) {
    write(this.title, picture.title);
    write(this.subtitle, picture.subtitle);
    write(this.sources, picture.sources);
    this.said = null;
    this.values = picture.readouts.map(() => make("b"));
    this.besides = picture.readouts.map(() => make("small", { className: "beside" }));
    const boxes = picture.readouts.map(({ name, base }, index) => {
      const words = [make("span", {}, name), ...(base ? [make("small", {}, ` · ${base}`)] : [])];
      return make("div", {}, this.values[index], ...words, this.besides[index]);
    });
    this.readouts.replaceChildren(...boxes, this.time);
  }

  /** @param {Run} run @param {number} time @param {boolean} playing @param {Pins} pins */
  at({ picture, trace }, time, playing, pins) {
    const now = lastUpTo(trace.time, time);
    const ticks = picture.verdicts.map((each) => each.tick);
    const verdict = picture.verdicts[lastUpTo(ticks, trace.ticks[now])];
    if (verdict !== this.said) this.say(verdict);
    picture.readouts.forEach((readout, index) => {
      const { column, digits, unit } = readout;
      const value = trace.columns[column][now];
      write(this.values[index], written(value, digits, unit));
      write(this.besides[index], pins.beside(readout, value, time));
    });
    write(this.time, moment(trace.time[now], picture.axis));
    const quiet = performance.now() - this.spoken;
    if (!playing || quiet > BREATH) this.speak();
  }

  /** @param {Verdict} verdict */
  say(verdict) {
    this.said = verdict;
    this.verdict.replaceChildren(...verdict.phrases.map(([text, tone]) => make("span", { className: tone }, text)));
  }

  /** Say the verdict aloud, if it is new. */
  speak() {
    const words = this.verdict.textContent ?? "";
    if (this.aloud.textContent === words) return;
    this.aloud.textContent = words;
    this.spoken = performance.now();
  }

  /** The picture in one breath, for the canvas' label. @param {Pins} pins */
  summary(pins) {
    const numbers = [...this.readouts.querySelectorAll("div")].map((box) => {
      const [value, name] = [box.children[0].textContent, box.children[1].textContent];
      return `${name} ${value}`;
    });
    const moved = this.besides.map((beside) => `${beside.parentElement?.children[1].textContent} ${beside.textContent}`);
    return `${this.title.textContent}, ${this.time.textContent}. ${this.verdict.textContent} ${numbers.join(", ")}.${pins.sentence(moved)}`;
  }
}
