// Live: a player whose run still grows. The playhead stays at the newest row until the learner scrubs back.

/** @import { LiveMessage, LiveModel, Run } from "./types" */
import { make, write } from "./dom.js";
import { Player } from "./player.js";
import { tableOf } from "./table.js";
import { Tail } from "./tail.js";

const ASKED = 250; // ms until the whole is asked for again, and twice as many each time after
const SECOND = 1000;

/** What one widget has heard, for all its views. */
class Feed {
  /** @param {LiveModel} model */
  constructor(model) {
    this.model = model;
    const { keep, slots } = model.get("spec");
    this.tail = new Tail(keep);
    this.slots = Array.from({ length: slots }, (_, index) => /** @type {const} */ (`news${index}`));
    /** @type {Set<() => void>} */
    this.views = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asking = undefined;
    this.heard = () => this.take();
    for (const name of ["start", ...this.slots]) model.on(`change:${name}`, this.heard);
    this.take();
  }

  /** Take what the model holds: the whole, where it is ahead, and each message that is next. */
  take() {
    const { tail } = this;
    const before = tail.count;
    const now = performance.now();
    const start = this.model.get("start");
    if (start.count > tail.count) tail.receive(start, now);
    for (let next = this.next(); next.count === tail.count + 1; next = this.next()) tail.receive(/** @type {LiveMessage} */ (next), now);
    if (this.slots.some((name) => Number(this.model.get(name).count) > tail.count)) this.ask();
    else this.rest();
    if (tail.count > before) this.views.forEach((came) => came());
  }

  /** What stands where the next message will be. */
  next() {
    return this.model.get(this.slots[(this.tail.count + 1) % this.slots.length]);
  }

  /** Ask for the whole until it comes: a message has been missed. */
  ask(pause = ASKED) {
    if (this.asking !== undefined) return;
    this.model.send({ kind: "whole" });
    this.asking = setTimeout(() => {
      this.rest();
      this.ask(2 * pause);
    }, pause);
  }

  rest() {
    clearTimeout(this.asking);
    this.asking = undefined;
  }

  leave() {
    this.rest();
    for (const name of ["start", ...this.slots]) this.model.off(`change:${name}`, this.heard);
  }
}

class LivePlayer extends Player {
  /** @param {LiveModel} model @param {HTMLElement} el @param {Feed} feed */
  constructor(model, el, feed) {
    super(model, el);
    this.feed = feed;
    this.held = false; // paused at the newest row, until another comes
    this.lost = false;
    this.said = -Infinity;
    this.stage = "";
    this.pulse = make("span", { className: "pulse" });
    this.back = make("button", { type: "button", className: "back", hidden: true, onclick: () => this.catchUp() }, "Back to live");
    this.words.status.before(this.pulse);
    this.tableButton.before(this.back);
    this.pins.button.hidden = this.link.button.hidden = true; // what is measured has no scenario to come back to
    this.root.classList.add("live");
    const came = () => this.came();
    const second = setInterval(() => this.say(), SECOND);
    feed.views.add(came);
    this.leave.signal.addEventListener("abort", () => {
      feed.views.delete(came);
      clearInterval(second);
    });
    this.came();
  }

  get state() {
    const { tail } = this.feed;
    return this.lost && tail.state === "live" ? "stopped" : tail.state;
  }

  get open() {
    return !this.lost && this.state !== "closed";
  }

  /** Is the playhead at the newest row, to go on with it? */
  get follows() {
    return this.open && this.rests;
  }

  /** Does the playhead rest at the newest row? The last rows may come with the word that the run is closed. */
  get rests() {
    return !this.held && !this.clock.playing && this.clock.time >= this.clock.high;
  }

  /** Something has come from the kernel. */
  came() {
    const { run } = this.feed.tail;
    if (run) {
      const { rests } = this;
      const first = this.run === null;
      this.take(run);
      if (rests || first) this.clock.seek(this.clock.high);
      this.root.classList.remove("empty");
    }
    this.held = false;
    this.say();
    this.clock.wake();
  }

  /** The finished run, once the kernel has closed it. */
  answered() {
    const { rests } = this;
    super.answered();
    if (rests) this.clock.seek(this.clock.high);
    if (this.feed) this.came();
  }

  /** As for any run, but what did not change is left alone: an open menu stays open. @param {Run} run */
  take(run) {
    const old = this.run?.picture;
    const { picture, trace } = run;
    const speeds = String(picture.axis.speeds);
    const same = old && ["title", "subtitle", "sources", "readouts"].every((name) => Reflect.get(old, name) === Reflect.get(picture, name));
    if (!same || String(old.axis.speeds) !== speeds) {
      this.clock.speed = picture.axis.speeds[Math.min(1, picture.axis.speeds.length - 1)]; // as the run grows, so does its speed
      super.take(run);
      return;
    }
    const [low, high] = [trace.time[0], trace.time[trace.n - 1]];
    this.run = run;
    this.clock.span(low, high);
    this.transport.axis = picture.axis;
    [this.transport.scrub.min, this.transport.scrub.max] = [String(low), String(high)];
    this.painter.show(run);
    this.above.show(run);
    this.panels.show(run);
  }

  /** To follow looks, and is read aloud, like playing. */
  draw(playing = this.clock.playing || this.follows) {
    super.draw(playing);
    this.back.hidden = !this.open || this.held || this.follows || !this.run;
  }

  /** What is true of the run as a whole, once a second and whenever it changes. */
  say() {
    const { state } = this;
    const { tail } = this.feed;
    const now = performance.now();
    const words = {
      live: tail.n ? `live · ${tail.rate(now).toFixed(1)} rows/s` : "live · waiting for the first row",
      stopped: "source stopped: re-run this cell",
      closed: "closed",
    };
    const stage = tail.n ? state : `${state}, empty`;
    if (this.stage !== stage || now - this.said >= SECOND - 50) {
      this.stage = stage;
      this.root.dataset.state = state;
      this.said = now;
      write(this.pulse, words[state]);
      if (!this.table.hidden && this.run && this.follows) this.table.replaceChildren(tableOf(this.run, this.clock.time));
    }
    this.words.error.hidden = !tail.error;
    write(this.words.error, tail.error);
  }

  catchUp() {
    this.clock.playing = false;
    this.held = false;
    this.clock.seek(this.clock.high);
  }

  /** Pause at the newest row, or go on from where the playhead is. */
  toggle() {
    if (this.follows) this.held = true;
    else if (this.open && this.held) this.held = false;
    else super.toggle();
    this.clock.wake();
  }

  /** @param {"idle" | "computing" | "lost"} state */
  tell(state) {
    this.lost = state === "lost";
    this.clock.wake();
    this.say();
  }
}

/** @type {Map<string, Feed>} by the model's name: a view is handed another object than initialize was */
const feeds = new Map();

export default {
  /** @param {{ model: LiveModel }} widget */
  initialize({ model }) {
    const name = model.get("spec").model;
    const feed = new Feed(model);
    feeds.set(name, feed);
    return () => {
      feed.leave();
      feeds.delete(name);
    };
  },
  /** @param {{ model: LiveModel, el: HTMLElement }} view */
  render({ model, el }) {
    const feed = /** @type {Feed} */ (feeds.get(model.get("spec").model));
    const player = new LivePlayer(model, el, feed);
    return () => player.end();
  },
};
