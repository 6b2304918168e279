// Where in time? A strip over a plot on which a place is chosen, by hand or by key.

import { make, write } from "./dom.js";

export class Picker {
  /**
   * @param {object} options
   * @param {string} options.label what is chosen here
   * @param {() => number} options.places how many places there are
   * @param {(index: number) => number} options.xOf where a place is, in px from the strip's left edge
   * @param {(x: number) => number} options.placeAt the place nearest to there; kept within the places
   * @param {(index: number) => string} options.sentence what is at a place, in words
   * @param {(index: number) => string} [options.moment] the few words beside the hint; the sentence if left out
   * @param {(index: number) => void} options.pick a place was chosen
   * @param {(index: number) => void} [options.remove] whatever is nearest to a place shall go
   * @param {number} [options.stride] places that Page Up and Page Down move by; a twentieth of all if left out
   */
  constructor(options) {
    this.options = options;
    this.at = 0;
    this.over = false;
    this.moment = make("span");
    this.hint = make("div", { className: "hint", hidden: true }, this.moment);
    this.node = make("div", { className: "picker", role: "slider", tabIndex: 0, "aria-label": options.label }, this.hint);
    this.node.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab would move the cell cursor
    this.node.addEventListener("pointermove", (event) => this.hover(event));
    this.node.addEventListener("pointerdown", (event) => this.hover(event)); // a finger has not moved before
    this.node.addEventListener("pointerleave", () => this.left());
    this.node.addEventListener("click", () => this.options.pick(this.at)); // where the hint is: no other rounding
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("focus", () => this.update());
    this.node.addEventListener("blur", () => this.update());
  }

  /** Show the hint where it belongs: after the plot's size, its places or what is at them changed. */
  update() {
    const last = this.options.places() - 1;
    this.at = Math.min(Math.max(this.at, 0), Math.max(last, 0));
    this.hint.hidden = last < 0 || !(this.over || document.activeElement === this.node);
    if (last < 0) return;
    const words = this.options.sentence(this.at);
    for (const [name, value] of [["min", 0], ["max", last], ["now", this.at], ["text", words]]) {
      this.node.setAttribute(`aria-value${name}`, String(value));
    }
    write(this.moment, this.options.moment?.(this.at) ?? words);
    const x = this.options.xOf(this.at);
    this.hint.style.translate = `${x}px 0`;
    this.hint.classList.toggle("right", x > this.node.clientWidth / 2); // then its words stand on the left of it
  }

  /** @param {number} index */
  move(index) {
    this.at = index;
    this.update();
  }

  /** @param {PointerEvent} event */
  hover(event) {
    this.over = true;
    this.move(this.options.placeAt(event.clientX - this.node.getBoundingClientRect().left));
  }

  left() {
    this.over = false;
    this.update();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.options.places() - 1;
    const stride = this.options.stride ?? Math.max(1, Math.round(last / 20));
    const to = {
      ArrowRight: this.at + 1, ArrowUp: this.at + 1, ArrowLeft: this.at - 1, ArrowDown: this.at - 1,
      PageUp: this.at + stride, PageDown: this.at - stride, Home: 0, End: last,
    }[event.key];
    if (to !== undefined) this.move(to);
    else if (event.key === "Enter" || event.key === " ") this.options.pick(this.at);
    else if ((event.key === "Delete" || event.key === "Backspace") && this.options.remove) this.options.remove(this.at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
