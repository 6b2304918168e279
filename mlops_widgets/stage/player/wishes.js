// What does the hand want? The scenario as the learner has set it, on its way to the kernel.

/** @import { Answer, Model, Request, Scenario, Value } from "./types" */
import { Asker } from "./asker.js";

export class Wishes {
  /**
   * @param {Model} model
   * @param {{ tell: (state: "idle" | "computing" | "lost") => void, hold: () => void, told: (scenario: Scenario) => void }} on
   *   `hold`: this view stands still until the answer comes; `told`: the controls show this scenario
   */
  constructor(model, on) {
    this.on = on;
    this.asker = new Asker(model, on.tell);
    /** @type {Scenario | null} */
    this.scenario = null;
    this.fast = true; // a run is asked for while the hand still moves
    this.unasked = false; // a drag too slow to follow has moved a knob
    /** @type {string[]} */
    this.pressed = [];
  }

  /** True when nothing waits any more for this answer's view. @param {Answer} answer */
  receive(answer) {
    const mine = this.asker.receive(answer);
    if (!this.asker.running && answer.scenario) {
      this.scenario = answer.scenario;
      this.on.told(answer.scenario);
    }
    return mine && !this.asker.running;
  }

  /** @param {string} name @param {Value} value @param {boolean} done */
  turn(name, value, done) {
    if (!this.scenario) return;
    const changed = this.scenario[name] !== value;
    this.scenario = { ...this.scenario, [name]: value };
    if (changed && !done) this.unasked = !this.fast;
    if ((changed && (done || this.fast)) || (done && this.unasked)) this.ask({ scenario: this.scenario });
    if (done) this.on.told(this.scenario);
  }

  /** Intervene at a tick, where this view waits. @param {string} kind @param {number} tick @param {Record<string, Value>} fields */
  act(kind, tick, fields) {
    if (!this.scenario) return;
    this.pressed.push(`${kind} ${tick}`);
    const interventions = [...this.scenario.interventions, { kind, tick, ...fields }].sort((a, b) => a.tick - b.tick);
    this.on.hold();
    this.ask({ scenario: { ...this.scenario, interventions } });
  }

  /** Take back the intervention pressed last, or the latest of those that were there before. */
  undo() {
    if (!this.scenario) return;
    const interventions = [...this.scenario.interventions];
    const wanted = this.pressed.pop();
    const place = interventions.findLastIndex(({ kind, tick }) => `${kind} ${tick}` === wanted);
    interventions.splice(place, 1);
    this.on.hold();
    this.ask({ scenario: { ...this.scenario, interventions } });
  }

  /** @param {Scenario[]} pins the runs to keep as ghosts @param {Scenario | null} shown the run in front of them */
  pin(pins, shown) {
    if (shown) this.ask({ scenario: shown, pins });
  }

  /** @param {Request} request */
  ask(request) {
    this.scenario = request.scenario;
    this.unasked = false;
    this.asker.ask(request);
  }
}
