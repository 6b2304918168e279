// Which runs stay behind the present one? Ghosts: what sets each apart, and how far the numbers have moved.

/** @import { Control, Ghost, Ghosted, ReadOut, Scenario, Spec, Value } from "./types" */
import { make, write } from "./dom.js";
import { isAlike } from "./marks/ghost.js";
import { digitsOf, written } from "./numbers.js";
import { lastUpTo, unpack } from "./trace.js";

const NAMES = "ABC";
const WHAT_A_PIN_IS = "Keep this run as a ghost behind the next ones: three at most, then the oldest goes";
/** Dashes tell the ghosts apart where colour does not. */
export const DASHES = [[7, 4], [2, 3], [12, 3, 2, 3]];

export class Pins {
  /** @param {Spec} spec @param {(pins: Scenario[]) => void} keep */
  constructor(spec, keep) {
    this.spec = spec;
    this.keep = (/** @type {Scenario[]} */ pins) => {
      this.wanted = pins;
      keep(pins);
    };
    /** @type {Ghost[]} */
    this.ghosts = [];
    /** @type {Scenario[] | null} what was asked for, until the last answer is in */
    this.wanted = null;
    /** @type {Scenario | null} */
    this.front = null;
    this.button = make("button", { type: "button", className: "pin", title: WHAT_A_PIN_IS, onclick: () => this.toggle() }, "Pin");
    this.list = make("ul", { className: "pins", "aria-label": "Pinned runs", hidden: true });
  }

  /** @param {Ghosted[]} told @param {DataView | undefined} data */
  receive(told, data) {
    let place = 0;
    this.ghosts = (data ? told : []).map(({ scenario, lanes, reads, layout, bytes }, index) => {
      const part = new DataView(/** @type {DataView} */ (data).buffer, /** @type {DataView} */ (data).byteOffset + place, bytes);
      place += bytes;
      return { name: NAMES[index], dash: DASHES[index], scenario, lanes, reads, trace: unpack(layout, part) };
    });
  }

  /** Keep the run in front as a ghost, or let it go. */
  toggle() {
    if (!this.front) return;
    if (this.has(this.front)) this.drop(this.front);
    else this.add(this.front);
  }

  /** @param {Scenario} scenario */
  has(scenario) {
    return this.scenarios().some((each) => JSON.stringify(each) === JSON.stringify(scenario));
  }

  /** Keep this run too; the oldest makes room. @param {Scenario} scenario */
  add(scenario) {
    const others = this.scenarios().filter((each) => JSON.stringify(each) !== JSON.stringify(scenario));
    this.keep([...others, scenario].slice(-NAMES.length));
  }

  /** @param {Scenario} scenario */
  drop(scenario) {
    this.keep(this.scenarios().filter((each) => JSON.stringify(each) !== JSON.stringify(scenario)));
  }

  scenarios() {
    return this.wanted ?? this.ghosts.map((ghost) => ghost.scenario);
  }

  /** Name each ghost by what sets it apart from the run in front. @param {Scenario | null} scenario */
  relate(scenario) {
    this.front = scenario;
    if (!scenario) return;
    const pinned = this.has(scenario);
    this.button.setAttribute("aria-pressed", String(pinned));
    write(this.button, pinned ? "Pinned" : "Pin");
    this.list.hidden = !this.ghosts.length;
    const rows = this.ghosts.map((ghost) => {
      const words = apart(this.spec.controls, ghost.scenario, scenario);
      const button = make("button", { type: "button", "aria-label": `Unpin ${ghost.name}: ${words}` }, "×");
      button.onclick = () => this.drop(ghost.scenario);
      return make("li", {}, sample(ghost.dash), make("b", {}, ghost.name), make("span", {}, words), button);
    });
    const focused = this.list.contains(document.activeElement);
    this.list.replaceChildren(...rows);
    if (focused) (this.list.querySelector("button") ?? this.button).focus();
  }

  /** The ghosts for those who listen, as in pinned.py. @param {string[]} moved each read-out's name and what stands beside it */
  sentence(moved) {
    if (!this.ghosts.length || !this.front) return "";
    const front = this.front;
    const names = this.ghosts.map(({ name, scenario }) => `${name} ${apart(this.spec.controls, scenario, front)}`).join(", ");
    return ` Pinned: ${names}${moved.length ? ` — ${moved.join("; ")}` : ""}.`;
  }

  /** A read-out's value in the ghosts at the same moment. @param {ReadOut} readout @param {number} value @param {number} time */
  beside(readout, value, time) {
    const { column, digits, unit } = readout;
    const text = written(value, digits, unit);
    const then = this.ghosts.map((ghost) => {
      const { name, trace } = ghost;
      const values = isAlike(ghost, [readout], column) ? trace.columns[column] : undefined;
      const was = values ? values[lastUpTo(trace.time, time)] : NaN;
      return { name, was, same: !Number.isNaN(was) && written(was, digits, unit) === text };
    });
    const same = then.filter((each) => each.same).map(({ name }) => name);
    const others = then.filter((each) => !each.same);
    const said = others.map(({ name, was }) => `${name} ${written(was, digits, unit)}${difference(value - was, digits, unit)}`);
    return [...said, ...(same.length ? [`same in ${same.join(", ")}`] : [])].join(" · ");
  }
}

/** How far a number has moved from a ghost's, in brackets. @param {number} by @param {number} digits @param {string} unit */
function difference(by, digits, unit) {
  const [moved, of] = unit === "%" ? [100 * by, "points"] : [by, unit]; // a share moves by percentage points
  return Number.isNaN(by) ? "" : ` (${by > 0 ? "+" : ""}${written(moved, digits, of)})`;
}

/**
 * What sets a scenario apart from another, in the words of its controls.
 * @param {Control[]} controls @param {Scenario} one @param {Scenario} other
 */
export function apart(controls, one, other) {
  const words = controls
    .filter((control) => one[control.name] !== other[control.name] && matters(control, one))
    .map((control) => `${control.title} ${valued(control, /** @type {Value} */ (one[control.name]))}`);
  const acts = one.interventions.length - other.interventions.length;
  if (JSON.stringify(one.interventions) !== JSON.stringify(other.interventions)) {
    const many = one.interventions.length;
    words.push(acts === 0 ? "other interventions" : `${many || "no"} intervention${many > 1 ? "s" : ""}`);
  }
  return words.join(", ") || "this very run";
}

/** @param {Control} control @param {Scenario} scenario */
function matters(control, scenario) {
  return Object.entries(control.when).every(([name, values]) => values.includes(String(scenario[name])));
}

/** @param {Control} control @param {Value} value */
function valued({ choices, unit, step, kind }, value) {
  if (choices) return choices.find(([each]) => each === value)?.[1] ?? String(value);
  if (kind === "toggle") return value ? "on" : "off";
  return typeof value === "number" ? written(value, digitsOf((step ?? 1) * (unit === "%" ? 100 : 1)), unit) : String(value);
}

/** A few millimetres of a ghost's line. @param {number[]} dash */
function sample(dash) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({ width: "26", height: "8", "aria-hidden": "true" })) svg.setAttribute(name, value);
  const look = { d: "M0 4h26", stroke: "currentColor", "stroke-width": "2", "stroke-dasharray": dash.join(" ") };
  for (const [name, value] of Object.entries(look)) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}
