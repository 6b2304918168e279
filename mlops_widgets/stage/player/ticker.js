// Ticker: what was said up to the playhead, the newest first; a click goes back to that moment.

/** @import { Run, Verdict } from "./types" */
import { make } from "./dom.js";
import { lastUpTo } from "./trace.js";

export class Ticker {
  /** @param {(time: number) => void} seek */
  constructor(seek) {
    this.seek = seek;
    const keys = { tabIndex: 0, "data-lm-suppress-shortcuts": "true", onkeydown: (/** @type {KeyboardEvent} */ event) => this.walk(event) };
    this.node = make("ol", { className: "ticker", reversed: true, ...keys });
    /** @type {HTMLButtonElement[]} one for each verdict, the oldest first; each keeps its place, so that none loses the focus */
    this.moments = [];
  }

  /** @param {Run} run @param {number} now */
  at({ picture, trace }, now) {
    const { verdicts } = picture;
    for (const old of this.moments.splice(verdicts.length)) old.parentElement?.remove();
    verdicts.forEach(({ tick, phrases }, index) => {
      const at = lastUpTo(trace.ticks, tick);
      const time = trace.time[trace.ticks[at] < tick ? at + 1 : at];
      const moment = (this.moments[index] ??= this.added());
      moment.onclick = () => this.seek(time);
      moment.className = phrases.find(([, tone]) => tone !== "soft")?.[1] ?? "soft";
      if (moment.textContent !== wordsOf(phrases)) moment.replaceChildren(...phrases.map(([text, tone]) => make("span", { className: tone }, text)));
      /** @type {HTMLElement} */ (moment.parentElement).hidden = tick > trace.ticks[now];
    });
  }

  /** One stop for the tabulator; arrows go from sentence to sentence. @param {KeyboardEvent} event */
  walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const shown = this.moments.filter((moment) => !moment.parentElement?.hidden).reverse();
    const at = shown.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    shown[Math.min(Math.max(at + by, 0), shown.length - 1)]?.focus();
    event.preventDefault();
  }

  added() {
    const moment = make("button", { type: "button", tabIndex: -1 });
    this.node.prepend(make("li", {}, moment));
    return moment;
  }
}

/** How many sentences there are, and what was true before the last. @param {string} title @param {Verdict[]} said */
export function tellTicker(title, said) {
  const before = said.length > 1 ? `; the one before: ${wordsOf(said[said.length - 2].phrases)}` : ".";
  return `${title}: ${said.length} so far${before}`;
}

/** @param {Verdict["phrases"]} phrases */
const wordsOf = (phrases) => phrases.map(([text]) => text).join("");
