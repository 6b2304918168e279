// How is the kernel asked for another run? Numbered, one running, the newest waiting, silence noticed.

/** @typedef {{ set(name: "request", value: object): void, save_changes(): void }} Wire what a model offers to one who asks */

const PATIENCE = 3000; // ms until silence is called by its name
const SHY = 150; // ms before a short wait is worth a word

export class Asker {
  /**
   * @param {Wire} model
   * @param {(state: "idle" | "computing" | "lost") => void} tell
   */
  constructor(model, tell) {
    this.model = model;
    this.tell = tell;
    this.name = Math.random().toString(36).slice(2);
    this.count = 0;
    this.running = "";
    this.last = "";
    /** @type {object | null} */
    this.waiting = null;
    /** @type {ReturnType<typeof setTimeout>[]} */
    this.timers = [];
  }

  /** Ask, or wait; what is asked meanwhile adds to what waits. @param {object} request */
  ask(request) {
    request = { ...this.waiting, ...request };
    if (this.running) {
      this.waiting = request;
      return;
    }
    this.waiting = null;
    this.running = this.last = `${this.name}:${++this.count}`;
    this.timers = [setTimeout(() => this.tell("computing"), SHY), setTimeout(() => this.tell("lost"), PATIENCE)];
    this.model.set("request", { ...request, id: this.running });
    this.model.save_changes();
  }

  /** True when the answer is to this view's own request. @param {{ id: string }} answer */
  receive(answer) {
    if (answer.id !== this.last) return false; // stale, or another view's
    this.last = "";
    this.rest();
    this.tell("idle");
    const next = this.waiting;
    this.waiting = null;
    if (next) this.ask(next);
    return true;
  }

  /** Wait no longer; an answer that comes all the same is still taken. */
  rest() {
    this.timers.forEach(clearTimeout);
    this.running = "";
  }
}
