// The player: one run at a time from the kernel, played here at the display's own rate.

/** @import { Answer, Model, Picture, Run, Scenario, Value } from "./types" */
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { make, write } from "./dom.js";
import { frameOf } from "./frame.js";
import { LinkBox, linkOf } from "./link.js";
import { Painter } from "./painter.js";
import { Panels } from "./panels.js";
import { Picks } from "./picks.js";
import { Pins } from "./pins.js";
import { watchPulse } from "./pulse.js";
import { tableOf } from "./table.js";
import { coloursOf, watchTheme } from "./theme.js";
import { lastUpTo, unpack } from "./trace.js";
import { Transport } from "./transport.js";
import { Wishes } from "./wishes.js";
import { Words } from "./words.js";

const STATUS = {
  idle: "",
  computing: "computing …",
  lost: "The kernel is busy or gone. If it stays so, re-run this cell; if that waits too, restart it.",
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
    /** @type {Scenario | null} of the run on the screen; what was asked for may have failed */
    this.shown = null;
    this.resume = false;
    this.named = -Infinity;
    this.clock = new Clock(() => this.draw(), () => !this.painter.node.clientWidth);
    this.wishes = new Wishes(model, {
      tell: (state) => this.tell(state),
      hold: () => this.hold(),
      told: (scenario) => this.controls.update(scenario),
    });
    this.words = new Words();
    this.painter = new Painter();
    const seek = (/** @type {number} */ time) => this.clock.seek(time);
    this.above = new Panels("above", seek);
    this.panels = new Panels("panels", seek);
    this.transport = new Transport({
      toggle: () => this.toggle(),
      step: (by) => this.step(by),
      seek: (time) => this.clock.seek(time),
      speed: (speed) => (this.clock.speed = speed),
    });
    this.controls = new Controls(this.spec, {
      turn: (name, value, done) => this.wishes.turn(name, value, done),
      act: (kind, fields) => this.act(kind, this.tick(this.clock.reopen(1 / 3)), fields), // at the end nothing would be seen
      undo: () => this.wishes.undo(),
    });
    this.picks = new Picks(this.painter, this.spec, {
      act: (kind, tick) => this.act(kind, tick, this.controls.fieldsOf(kind)),
    });
    this.pins = new Pins(this.spec, (pins) => this.wishes.pin(pins, this.shown));
    this.link = new LinkBox(() => this.address());
    const reached = { tabIndex: 0, "data-lm-suppress-shortcuts": "true" }; // it may scroll, so keys must reach it
    this.table = make("div", { className: "table", hidden: true, role: "region", "aria-label": "The run as a table", ...reached });
    this.tableButton = make("button", { type: "button", "aria-pressed": "false", onclick: () => this.toggleTable() }, "Table");
    this.root = frameOf(this);
    el.append(this.root);
    this.colours = coloursOf(this.root);
    this.listen();
    this.haunted();
    this.answered();
    if (this.spec.play) this.begin();
  }

  listen() {
    const { signal } = this.leave;
    const heard = () => this.answered();
    const haunted = () => this.haunted();
    this.model.on("change:ghosts", haunted);
    this.model.on("change:answer", heard);
    watchPulse(this.model, this.spec.model, (alive) => this.tell(alive ? "idle" : "lost"), signal);
    watchTheme(() => {
      this.colours = coloursOf(this.root);
      this.clock.wake();
    }, signal);
    const seen = new IntersectionObserver((entries) => this.clock.see(entries[entries.length - 1].isIntersecting));
    seen.observe(this.root);
    const sized = new ResizeObserver(() => {
      this.colours = coloursOf(this.root); // a view is built before it is in the page: only now has it a theme
      this.painter.resize(this.painter.node.clientWidth);
      this.above.resize();
      this.panels.resize();
      this.clock.wake();
    });
    sized.observe(this.painter.node);
    const seek = (/** @type {PointerEvent} */ event) => event.buttons === 1 && this.clock.seek(this.painter.timeAt(event.offsetX));
    this.painter.canvas.addEventListener("pointerdown", seek, { signal });
    this.painter.canvas.addEventListener("pointermove", seek, { signal });
    signal.addEventListener("abort", () => {
      this.model.off("change:ghosts", haunted);
      this.model.off("change:answer", heard);
      seen.disconnect();
      sized.disconnect();
      this.clock.stop();
      this.wishes.asker.rest();
    });
  }

  end() {
    this.leave.abort();
    this.root.remove();
  }

  /** Play from the start, but for those who want no motion until they ask for it. */
  begin() {
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.clock.play();
  }

  /** The kernel has answered this view, or another view of the same widget. */
  answered() {
    const answer = this.model.get("answer");
    const done = this.wishes.receive(answer);
    this.root.classList.toggle("empty", !answer.picture);
    this.words.error.hidden = !answer.error;
    write(this.words.error, answer.error ?? "");
    if (answer.picture && (!answer.error || !this.run)) this.show(answer);
    this.named = -Infinity;
    if (!this.wishes.asker.running) this.pins.wanted = null;
    this.pins.relate(this.shown);
    this.link.refresh();
    if (done && this.resume) {
      this.resume = false;
      this.clock.play();
    }
    this.clock.wake();
  }

  /** The pinned runs are others than before. */
  haunted() {
    this.pins.receive(this.model.get("ghosts") ?? [], this.model.get("ghost_data"));
    this.painter.haunt(this.pins.ghosts);
    this.pins.relate(this.shown);
    this.clock.wake();
  }

  /** @param {Answer} answer */
  show(answer) {
    if (!answer.error) this.shown = answer.scenario;
    if (this.run) this.wishes.fast = answer.seconds < DRAGGING; // the first run also pays for imports and data
    this.take({ picture: /** @type {Picture} */ (answer.picture), trace: unpack(answer.layout, this.model.get("data")) });
  }

  /** @param {Run} run */
  take(run) {
    const { picture, trace } = run;
    const [low, high] = [trace.time[0], trace.time[trace.n - 1]];
    if (!this.run) {
      this.clock.time = this.spec.tick === null ? low : trace.time[lastUpTo(trace.ticks, this.spec.tick)];
      this.clock.speed = picture.axis.speeds[Math.min(1, picture.axis.speeds.length - 1)];
    }
    this.run = run;
    this.clock.span(low, high);
    if (!picture.axis.speeds.includes(this.clock.speed)) this.clock.speed = picture.axis.speeds[0];
    this.words.show(picture);
    this.root.setAttribute("aria-label", picture.title);
    this.transport.show(picture.axis, low, high, this.clock.speed);
    this.painter.show(this.run);
    this.above.show(this.run);
    this.panels.show(this.run);
  }

  draw(playing = this.clock.playing) {
    if (!this.run) return;
    const { time, high } = this.clock;
    this.painter.draw(time, this.colours);
    this.above.draw(time, this.colours, playing);
    this.panels.draw(time, this.colours, playing);
    this.words.at(this.run, time, playing, this.pins);
    this.transport.at(time, this.run.trace.time[lastUpTo(this.run.trace.time, time)]);
    this.transport.playing(playing, time >= high);
    if (!this.table.hidden && !playing) this.table.replaceChildren(tableOf(this.run, time));
    const now = performance.now();
    if (!playing || now - this.named > 1000) {
      this.named = now;
      this.painter.canvas.setAttribute("aria-label", this.words.summary(this.pins));
      this.above.name(time);
      this.panels.name(time);
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

  /** The tick at a time, or at the playhead. */
  tick(time = this.clock.time) {
    return this.run ? this.run.trace.ticks[lastUpTo(this.run.trace.time, time)] : 0;
  }

  /** @param {string} kind @param {number} tick @param {Record<string, Value>} fields */
  act(kind, tick, fields) {
    if (this.run) this.wishes.act(kind, tick, fields);
  }

  /** Stand still until the answer comes. */
  hold() {
    this.resume = this.resume || this.clock.playing;
    this.clock.pause();
  }

  address() {
    return this.shown ? linkOf(this.spec, this.shown, this.pins.scenarios(), this.tick()) : "";
  }

  toggleTable() {
    if (!this.run) return;
    this.table.hidden = !this.table.hidden;
    this.tableButton.setAttribute("aria-pressed", String(!this.table.hidden));
    if (this.table.hidden) return;
    this.table.replaceChildren(tableOf(this.run, this.clock.time));
    this.table.scrollIntoView({ block: "nearest" });
  }

  /** @param {"idle" | "computing" | "lost"} state */
  tell(state) {
    write(this.words.status, STATUS[state]);
    this.root.classList.toggle("lost", state === "lost");
    if (state === "lost") this.wishes.asker.rest();
  }
}

/** Show a model in an element; what comes back ends it. @param {{ model: Model, el: HTMLElement }} view */
export function render({ model, el }) {
  const player = new Player(model, el);
  return () => player.end();
}
