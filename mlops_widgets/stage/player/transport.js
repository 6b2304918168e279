// Transport: play, step, speed, and a scrubber whose travel is the time axis.

/** @import { Axis } from "./types" */
import { make } from "./dom.js";
import { moment } from "./numbers.js";

export class Transport {
  /** @param {{ toggle: () => void, step: (by: number) => void, seek: (time: number) => void, speed: (speed: number) => void }} on */
  constructor(on) {
    this.play = make("button", { type: "button", className: "primary", onclick: on.toggle });
    const back = make("button", { type: "button", "aria-label": "Step back", onclick: () => on.step(-1) }, icon("M12 3v10L5 8zM3 3h2v10H3z"));
    const step = make("button", { type: "button", "aria-label": "Step", onclick: () => on.step(1) }, icon("M4 3v10l7-5zM11 3h2v10h-2z"));
    this.speed = make("select", { "aria-label": "Speed", onchange: () => on.speed(Number(this.speed.value)) });
    this.scrub = make("input", { type: "range", className: "scrub", "aria-label": "Time", step: "any" });
    this.scrub.addEventListener("input", () => on.seek(Number(this.scrub.value)));
    this.scrub.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 24, PageDown: -24 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      on.step(by);
    });
    const buttons = make("div", { className: "buttons" }, this.play, back, step, this.speed);
    this.node = make("div", { className: "transport" }, buttons, this.scrub);
    this.playing(false, false);
  }

  /** @param {Axis} axis @param {number} low @param {number} high @param {number} speed */
  show(axis, low, high, speed) {
    this.axis = axis;
    this.scrub.min = String(low);
    this.scrub.max = String(high);
    const per = axis.start === null ? (axis.unit.length > 2 ? "" : ` ${axis.unit}`) : " h";
    this.speed.replaceChildren(...axis.speeds.map((each) => make("option", { value: each }, `${each}${per}/s`)));
    this.speed.value = String(speed);
  }

  /** @param {boolean} playing @param {boolean} ended */
  playing(playing, ended) {
    const name = playing ? "Pause" : ended ? "Play again" : "Play";
    if (this.play.getAttribute("aria-label") === name) return;
    this.play.setAttribute("aria-label", name);
    this.play.replaceChildren(icon(playing ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5v11l9-5.5z"));
  }

  /** @param {number} time @param {number} tick the time of the last tick, which is what one reads */
  at(time, tick) {
    if (!this.axis) return;
    this.scrub.value = String(time);
    const [low, high] = [Number(this.scrub.min), Number(this.scrub.max)];
    this.scrub.style.setProperty("--filled", `${(100 * (time - low)) / (high - low || 1)}%`);
    const words = moment(tick, this.axis);
    if (this.scrub.getAttribute("aria-valuetext") !== words) this.scrub.setAttribute("aria-valuetext", words);
  }
}

/** A drawn sign, 16 × 16, in the text's colour. @param {string} path */
function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const shape = document.createElementNS(space, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill", "currentColor");
  svg.append(shape);
  return svg;
}
