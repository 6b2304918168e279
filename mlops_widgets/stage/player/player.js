// The player: one run at a time from the kernel, played here at the display's own rate.

/** @import { Answer, Model, Picture, Run, Scenario, Value } from "./types" */
import { Asker } from "./asker.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { make, write } from "./dom.js";
import { Painter } from "./painter.js";
import { tableOf } from "./table.js";
import { coloursOf, watchTheme } from "./theme.js";
import { lastUpTo, unpack } from "./trace.js";
import { Transport } from "./transport.js";
import { Words } from "./words.js";

const STATUS = {
  idle: "",
  computing: "computing …",
  lost: "No answer yet: the kernel is busy or gone. If it stays so, re-run this cell.",
};
const DRAGGING = 0.1; // seconds: a faster run is asked for while the hand still moves

export class Player {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.spec = model.get("spec");
    this.leave = new AbortController();
    /** @type {Run | null} */
    this.run = null;
    /** @type {Scenario | null} */
    this.scenario = null;
    this.fast = true;
    this.unasked = false; // a drag too slow to follow has moved a knob
    /** @type {string[]} */
    this.pressed = [];
    this.resume = false;
    this.named = 0;
    this.clock = new Clock(() => this.draw());
    this.asker = new Asker(model, (state) => this.tell(state));
    this.words = new Words();
    this.painter = new Painter();
    this.transport = new Transport({
      toggle: () => this.toggle(),
      step: (by) => this.step(by),
      seek: (time) => this.clock.seek(time),
      speed: (speed) => (this.clock.speed = speed),
    });
    this.controls = new Controls(this.spec, {
      turn: (name, value, done) => this.turn(name, value, done),
      act: (kind, fields) => this.act(kind, fields),
      undo: () => this.undo(),
    });
    this.root = this.build();
    el.append(this.root);
    this.colours = coloursOf(this.root);
    write(this.words.title, this.spec.name);
    this.listen();
    this.answered();
    if (this.spec.play) this.begin();
  }

  build() {
    const { words } = this;
    this.table = make("div", { className: "table", hidden: true });
    this.tableButton = make("button", { type: "button", "aria-pressed": "false", onclick: () => this.toggleTable() }, "Table");
    const header = make("header", {}, words.title, words.subtitle, words.status, make("span", { className: "tools" }, this.tableButton));
    const stage = make("div", { className: "stage" }, this.painter.node, this.transport.scrub);
    this.transport.node.querySelector(".scrub")?.remove();
    const body = make("div", { className: "body" }, this.controls.node, stage);
    const foot = make("footer", {}, this.transport.node, words.readouts);
    const root = make("div", { className: "mlops-player", role: "group" });
    root.append(header, words.verdict, words.error, words.aloud, body, foot, this.table);
    return root;
  }

  listen() {
    const { signal } = this.leave;
    const heard = () => this.answered();
    const alive = async () => {
      const { comm_live } = await this.model.widget_manager.get_model(this.spec.model);
      this.tell(comm_live ? "idle" : "lost");
    };
    this.model.on("change:answer", heard);
    this.model.on("comm_live_update", alive);
    watchTheme(() => {
      this.colours = coloursOf(this.root);
      this.clock.wake();
    }, signal);
    const seen = new IntersectionObserver((entries) => this.clock.see(entries[entries.length - 1].isIntersecting));
    seen.observe(this.root);
    const sized = new ResizeObserver(() => {
      this.colours = coloursOf(this.root); // a view is built before it is in the page: only now has it a theme
      this.painter.resize(this.painter.node.clientWidth);
      this.clock.wake();
    });
    sized.observe(this.painter.node);
    const seek = (/** @type {PointerEvent} */ event) => event.buttons === 1 && this.clock.seek(this.painter.timeAt(event.offsetX));
    this.painter.canvas.addEventListener("pointerdown", seek, { signal });
    this.painter.canvas.addEventListener("pointermove", seek, { signal });
    signal.addEventListener("abort", () => {
      this.model.off("change:answer", heard);
      this.model.off("comm_live_update", alive);
      seen.disconnect();
      sized.disconnect();
      this.clock.stop();
      this.asker.rest();
    });
  }

  /** Play from the start, but for those who want no motion until they ask for it. */
  begin() {
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.clock.play();
  }

  /** The kernel has answered this view, or another view of the same widget. */
  answered() {
    const answer = this.model.get("answer");
    const mine = this.asker.receive(answer);
    this.root.classList.toggle("empty", !answer.picture);
    this.words.error.hidden = !answer.error;
    write(this.words.error, answer.error ?? "");
    if (!this.asker.running && answer.scenario) {
      this.scenario = answer.scenario;
      this.controls.update(answer.scenario);
    }
    if (answer.picture && (!answer.error || !this.run)) this.show(answer);
    if (mine && !this.asker.running && this.resume) {
      this.resume = false;
      this.clock.play();
    }
    this.clock.wake();
  }

  /** @param {Answer} answer */
  show(answer) {
    if (this.run) this.fast = answer.seconds < DRAGGING; // the first run also pays for imports and data
    this.take({ picture: /** @type {Picture} */ (answer.picture), trace: unpack(answer.layout, this.model.get("data")) });
  }

  /** @param {Run} run */
  take(run) {
    const { picture, trace } = run;
    const [low, high] = [trace.time[0], trace.time[trace.n - 1]];
    if (!this.run) Object.assign(this.clock, { time: low, speed: picture.axis.speeds[Math.min(1, picture.axis.speeds.length - 1)] });
    this.run = run;
    this.clock.span(low, high);
    if (!picture.axis.speeds.includes(this.clock.speed)) this.clock.speed = picture.axis.speeds[0];
    this.words.show(picture);
    this.root.setAttribute("aria-label", picture.title);
    write(this.controls.sources, picture.sources);
    this.transport.show(picture.axis, low, high, this.clock.speed);
    this.painter.show(this.run);
  }

  draw(playing = this.clock.playing) {
    if (!this.run) return;
    const { time, high } = this.clock;
    this.painter.draw(time, this.colours);
    this.words.at(this.run, time, playing);
    this.transport.at(time, this.run.trace.time[lastUpTo(this.run.trace.time, time)]);
    this.transport.playing(playing, time >= high);
    if (this.table && !this.table.hidden && !playing) this.table.replaceChildren(tableOf(this.run, time));
    const now = performance.now();
    if (!playing || now - this.named > 1000) {
      this.named = now;
      this.painter.canvas.setAttribute("aria-label", this.words.summary());
    }
  }

  toggle() {
    if (this.clock.playing) this.clock.pause();
    else this.clock.play();
  }

  /** @param {number} by ticks */
  step(by) {
    if (!this.run) return;
    const { time, n } = this.run.trace;
    const next = Math.min(Math.max(lastUpTo(time, this.clock.time) + by, 0), n - 1);
    this.clock.playing = false;
    this.clock.seek(time[next]);
  }

  /** @param {string} name @param {Value} value @param {boolean} done */
  turn(name, value, done) {
    if (!this.scenario) return;
    const changed = this.scenario[name] !== value;
    this.scenario = { ...this.scenario, [name]: value };
    if (changed && !done) this.unasked = !this.fast;
    if ((changed && (done || this.fast)) || (done && this.unasked)) this.ask(this.scenario, false);
    if (done) this.controls.update(this.scenario);
  }

  /** Intervene at the playing tick, which waits for the answer. @param {string} kind @param {Record<string, Value>} fields */
  act(kind, fields) {
    if (!this.run || !this.scenario) return;
    const tick = this.run.trace.ticks[lastUpTo(this.run.trace.time, this.clock.time)];
    this.pressed.push(`${kind} ${tick}`);
    const interventions = [...this.scenario.interventions, { kind, tick, ...fields }].sort((a, b) => a.tick - b.tick);
    this.ask({ ...this.scenario, interventions });
  }

  /** Take back the intervention pressed last, or the latest of those that were there before. */
  undo() {
    if (!this.scenario) return;
    const interventions = [...this.scenario.interventions];
    const wanted = this.pressed.pop();
    const place = interventions.findLastIndex(({ kind, tick }) => `${kind} ${tick}` === wanted);
    interventions.splice(place, 1);
    this.ask({ ...this.scenario, interventions });
  }

  /** @param {Scenario} scenario @param {boolean} [wait] should this view stand still until the answer comes? */
  ask(scenario, wait = true) {
    this.scenario = scenario;
    this.unasked = false;
    if (wait) {
      this.resume = this.resume || this.clock.playing;
      this.clock.pause();
    }
    this.asker.ask(scenario);
  }

  toggleTable() {
    if (!this.table || !this.tableButton || !this.run) return;
    this.table.hidden = !this.table.hidden;
    this.tableButton.setAttribute("aria-pressed", String(!this.table.hidden));
    if (!this.table.hidden) this.table.replaceChildren(tableOf(this.run, this.clock.time));
  }

  /** @param {"idle" | "computing" | "lost"} state */
  tell(state) {
    write(this.words.status, STATUS[state]);
    this.root.classList.toggle("lost", state === "lost");
    if (state === "lost") this.asker.rest();
  }
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} view */
  render({ model, el }) {
    const player = new Player(model, el);
    return () => {
      player.leave.abort();
      player.root.remove();
    };
  },
};
