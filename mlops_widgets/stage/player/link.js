// How does this run travel in one line of text? The same as links.py writes and reads.

/** @import { Scenario, Spec } from "./types" */
import { make, write } from "./dom.js";

/**
 * @param {Spec} spec @param {Scenario} scenario @param {Scenario[]} pins @param {number} tick
 */
export function linkOf(spec, scenario, pins, tick) {
  const said = [["v", "1"], ["tick", String(tick)]];
  for (const [name, value] of Object.entries(scenario)) {
    said.push([name, typeof value === "string" ? value : JSON.stringify(value)]);
  }
  for (const pin of pins) said.push(["pin", JSON.stringify(pin)]);
  for (const [name, called] of Object.entries(spec.parts)) said.push(["part", `${name}:${called}`]);
  return `mlops-widgets:${spec.name}?${said.map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}`;
}

/** The link, copied where the page may, and shown selected where it may not. */
export class LinkBox {
  /** @param {() => string} link */
  constructor(link) {
    this.link = link;
    this.button = make("button", { type: "button", "aria-expanded": "false", onclick: () => this.press() }, "Link");
    this.field = make("input", { type: "text", readOnly: true, "aria-label": "Link to this run", spellcheck: false });
    this.said = make("span", { role: "status" });
    const close = make("button", { type: "button", "aria-label": "Close", onclick: () => this.close() }, "×");
    const use = make("code", {}, "stage.from_link(\"…\")");
    this.node = make("div", { className: "link", hidden: true }, this.field, this.said, make("small", {}, "Open it in a notebook: ", use), close);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  async press() {
    if (!this.node.hidden) return this.close();
    this.field.value = this.link();
    this.node.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    try {
      await navigator.clipboard.writeText(this.field.value);
      write(this.said, "Copied.");
    } catch {
      this.field.focus();
      this.field.select();
      write(this.said, "This page may not copy: press Ctrl+C.");
    }
    return undefined;
  }

  /** The run has changed: an open box shows the link of what is seen now. */
  refresh() {
    if (this.node.hidden || this.field.value === this.link()) return;
    this.field.value = this.link();
    write(this.said, "");
  }

  close() {
    this.node.hidden = true;
    write(this.said, "");
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }
}
