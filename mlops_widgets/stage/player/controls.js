// Controls made from the scenario's knobs: at most a few in sight, the others one click away.

/** @import { Action, Control, Scenario, Spec, Value } from "./types" */
import { make, write } from "./dom.js";
import { digitsOf, written } from "./numbers.js";

const NEEDS_KERNEL = "needs the notebook's kernel";

/** One labelled native control. */
export class Knob {
  /**
   * @param {Control} control
   * @param {(value: Value, done: boolean) => void} turned `done` is false while the hand still moves
   */
  constructor(control, turned) {
    this.control = control;
    this.stops = control.stops;
    this.output = make("span", { className: "value", "aria-hidden": "true" }); // the input says it itself
    this.input = this.field(turned);
    this.node = make("label", { className: `knob ${control.kind}` }, make("span", {}, control.title), this.output, this.input);
    if (control.source) {
      this.node.title = control.source;
      this.input.setAttribute("aria-description", control.source);
    }
  }

  /** @param {(value: Value, done: boolean) => void} turned */
  field(turned) {
    const { kind, choices, min, max, step } = this.control;
    const say = (/** @type {boolean} */ done) => {
      this.label();
      turned(this.value, done);
    };
    // JupyterLab keeps Enter from becoming a change.
    const entered = (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && say(true);
    if (kind === "menu") {
      const options = (choices ?? []).map(([value, label]) => make("option", { value }, label));
      return make("select", { onchange: () => say(true) }, ...options);
    }
    if (kind === "toggle") return make("input", { type: "checkbox", onchange: () => say(true) });
    if (kind === "text") return make("input", { type: "text", spellcheck: false, onchange: () => say(true), onkeydown: entered });
    const listeners = { oninput: () => say(false), onchange: () => say(true) };
    if (this.stops) return make("input", { type: "range", min: 0, max: this.stops.length - 1, step: 1, ...listeners });
    if (kind === "number") return make("input", { type: "number", step: "any", onchange: () => say(true), onkeydown: entered });
    return make("input", { type: "range", min, max, step, ...listeners });
  }

  /** @returns {Value} */
  get value() {
    if (this.stops) return this.stops[Number(this.input.value)];
    if (this.control.kind === "toggle") return /** @type {HTMLInputElement} */ (this.input).checked;
    return ["range", "number"].includes(this.control.kind) ? Number(this.input.value) : this.input.value;
  }

  /** @param {Value} value */
  set value(value) {
    if (this.stops) value = Math.max(this.stops.indexOf(Number(value)), 0);
    if (this.control.kind === "toggle") /** @type {HTMLInputElement} */ (this.input).checked = Boolean(value);
    else if (this.input.value !== String(value)) this.input.value = String(value);
    this.label();
  }

  /** The value in words, for eye and ear. */
  label() {
    if (this.control.kind !== "range" && !this.stops) return;
    const { unit, step } = this.control;
    const digits = digitsOf((step ?? 1) * (unit === "%" ? 100 : 1));
    const text = written(Number(this.value), digits, unit);
    write(this.output, text);
    this.input.setAttribute("aria-valuetext", text);
    const { min, max } = /** @type {HTMLInputElement} */ (this.input);
    this.input.style.setProperty("--filled", `${(100 * (Number(this.input.value) - Number(min))) / (Number(max) - Number(min))}%`);
  }
}

export class Controls {
  /**
   * @param {Spec} spec
   * @param {{ turn: (name: string, value: Value, done: boolean) => void,
   *           act: (kind: string, fields: Record<string, Value>) => void, undo: () => void }} on
   */
  constructor(spec, on) {
    this.knobs = spec.controls.map((control) => new Knob(kept(control, spec), (value, done) => on.turn(control.name, value, done)));
    const nodes = this.knobs.map((knob) => knob.node);
    this.front = spec.front;
    this.some = make("div", { className: "knobs" });
    this.rest = make("div", { className: "knobs" });
    this.more = make("details", { className: "more" }, make("summary", {}, "More settings"), this.rest);
    this.undo = make("button", { type: "button", hidden: true, onclick: on.undo }, "Undo the last one");
    const actions = spec.actions.map((action) => new Act(action, on.act));
    /** The knobs of an intervention, as they stand now. @param {string} kind */
    this.fieldsOf = (kind) => actions.find((each) => each.kind === kind)?.fields() ?? {};
    this.acts = make("div", { className: "acts", hidden: !actions.length }, ...actions.map((each) => each.node), this.undo);
    this.node = make("div", { className: "controls" }, this.some, this.more, this.acts);
    this.some.append(...nodes);
    if (spec.kept) this.keep(spec.vary ?? {});
  }

  /** No kernel: what is not among the kept runs cannot be asked for, and says so. @param {Record<string, Value[]>} vary */
  keep(vary) {
    const idle = this.knobs.filter(({ control }) => !(control.name in vary));
    for (const { input, node } of idle) {
      input.disabled = true;
      node.title = NEEDS_KERNEL;
    }
    this.acts.hidden = true;
    if (idle.length) this.more.before(make("p", { className: "needs" }, `${idle.length < this.knobs.length ? "Turning any other knob" : "Turning a knob"} ${NEEDS_KERNEL}.`));
  }

  /** @param {Scenario} scenario */
  update(scenario) {
    const fit = this.knobs.filter(({ control }) =>
      Object.entries(control.when).every(([name, values]) => values.includes(String(scenario[name]))),
    );
    for (const knob of this.knobs) {
      knob.node.hidden = !fit.includes(knob);
      if (document.activeElement !== knob.input || knob.control.kind === "menu") {
        knob.value = /** @type {Value} */ (scenario[knob.control.name]);
      }
      const home = fit.indexOf(knob) >= this.front || knob.node.hidden ? this.rest : this.some;
      const later = this.knobs.slice(this.knobs.indexOf(knob) + 1).find(({ node }) => node.parentNode === home);
      if (knob.node.parentNode !== home) home.insertBefore(knob.node, later?.node ?? null);
    }
    this.more.hidden = fit.length <= this.front;
    const nothing = scenario.interventions.length === 0;
    if (nothing && document.activeElement === this.undo) this.acts.querySelector("button")?.focus();
    this.undo.hidden = nothing;
  }
}

/** A knob as the kept runs allow it: numbers stop at theirs, menus offer theirs. @param {Control} control @param {Spec} spec @returns {Control} */
function kept(control, { vary }) {
  const values = vary?.[control.name];
  if (!values || control.kind === "toggle") return control;
  if (typeof values[0] === "number") {
    const stops = /** @type {number[]} */ (values);
    const gaps = stops.slice(1).map((value, index) => Number((value - stops[index]).toPrecision(9)));
    return { ...control, stops, step: Math.min(control.step ?? 1, ...gaps) };
  }
  const choices = control.choices ?? values.map((value) => /** @type {[string, string]} */ ([String(value), String(value)]));
  return { ...control, kind: "menu", choices: choices.filter(([value]) => values.includes(value)) };
}

/** An intervention's button, and its own knobs one click away. */
class Act {
  /** @param {Action} action @param {(kind: string, fields: Record<string, Value>) => void} act */
  constructor({ kind, title, fields, defaults }, act) {
    this.kind = kind;
    this.knobs = fields.map((field) => new Knob(field, () => undefined));
    for (const knob of this.knobs) knob.value = defaults[knob.control.name];
    const button = make("button", { type: "button", onclick: () => act(kind, this.fields()) }, title);
    const summary = make("summary", { "aria-label": `Settings of “${title}”` }, "⋯");
    const details = make("details", {}, summary, ...this.knobs.map((knob) => knob.node));
    this.node = this.knobs.length ? make("div", { className: "act" }, button, details) : button;
  }

  fields() {
    return Object.fromEntries(this.knobs.map((knob) => [knob.control.name, knob.value]));
  }
}
