// How does a run play without a kernel? From what was kept of it: its own model, read once.

/** @import { Ghosted, KeptRun, Request, Scenario, Spec } from "./types" */
import { make } from "./dom.js";
import { render } from "./player.js";
import { unpack } from "./trace.js";

const VERSION = 1; // of what kept.py writes
const TICKS = 6000; // of a run, as wire.py has it; and bytes of all that an output unpacks to: a notebook may come from anywhere
const BYTES = 8e6;
const NOT_WHOLE = "What was kept of this run is not whole any more: re-run its cell to play it.";

class Kept {
  /** @param {{ spec: Spec, runs: KeptRun[], ghosts: Ghosted[] }} header @param {Uint8Array} bytes */
  constructor({ spec, runs, ghosts }, bytes) {
    this.spec = spec;
    let place = bytes.byteOffset;
    const take = (/** @type {number} */ size) => new DataView(bytes.buffer, (place += size) - size, size);
    this.runs = runs.map((run) => ({ answer: run.answer, data: take(run.bytes) }));
    this.ghosts = ghosts;
    this.ghostData = take(ghosts.reduce((sum, ghost) => sum + ghost.bytes, 0));
    this.run = this.runs[0];
    this.answer = this.run.answer;
    /** @type {Map<string, Set<() => void>>} */
    this.listeners = new Map();
  }

  /** @param {string} name @returns {never} what a name stands for is the reader's to know */
  get(name) {
    const held = { spec: this.spec, answer: this.answer, data: this.run.data, ghosts: this.ghosts, ghost_data: this.ghostData };
    return /** @type {never} */ (Reflect.get(held, name));
  }

  /** @param {"request"} _ @param {Request} request */
  set(_, request) {
    const run = this.find(request.scenario);
    const error = "Only the values that this page holds can be shown without a kernel: run the notebook for all others.";
    if (request.pins) this.pin(request.pins);
    if (run) this.run = run;
    this.answer = { ...this.run.answer, id: request.id ?? "", error: run ? "" : error };
  }

  /** @param {Scenario} scenario */
  find(scenario) {
    return this.runs.find(({ answer }) => JSON.stringify(sorted(answer.scenario)) === JSON.stringify(sorted(scenario)));
  }

  /** Ghosts among the runs that are here. @param {Scenario[]} pins */
  pin(pins) {
    const had = new Map(this.ghosts.map((ghost, index) => [JSON.stringify(sorted(ghost.scenario)), { ghost, data: this.ghostOf(index) }]));
    const found = pins.flatMap((pin) => {
      const run = this.find(pin);
      const before = had.get(JSON.stringify(sorted(pin)));
      if (run) return [{ ghost: { scenario: pin, lanes: run.answer.picture?.lanes ?? [], layout: run.answer.layout, bytes: run.data.byteLength }, data: run.data }];
      return before ? [before] : [];
    });
    const whole = new Uint8Array(found.reduce((sum, { data }) => sum + data.byteLength, 0));
    let place = 0;
    for (const { data } of found) {
      whole.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
      place += data.byteLength;
    }
    this.ghosts = found.map(({ ghost }) => ghost);
    this.ghostData = new DataView(whole.buffer);
  }

  /** @param {number} index */
  ghostOf(index) {
    const before = this.ghosts.slice(0, index).reduce((sum, { bytes }) => sum + bytes, 0);
    return new DataView(this.ghostData.buffer, this.ghostData.byteOffset + before, this.ghosts[index].bytes);
  }

  save_changes() {
    queueMicrotask(() => {
      for (const event of ["change:ghosts", "change:answer"]) this.listeners.get(event)?.forEach((heard) => heard());
    });
  }

  /** @param {string} event @param {() => void} heard */
  on(event, heard) {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(heard));
  }

  /** @param {string} event @param {() => void} heard */
  off(event, heard) {
    this.listeners.get(event)?.delete(heard);
  }
}

/** @param {Scenario} scenario */
function sorted(scenario) {
  return Object.entries(scenario).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param {string} text base64 of deflated bytes */
async function inflated(text) {
  const squeezed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([squeezed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const parts = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
    if (size > BYTES) throw new Error("more than a run needs");
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The model in a payload, or the sentence that says why there is none. @param {unknown} payload */
async function opened(payload) {
  const { version, kept } = /** @type {{ version?: number, kept?: string | null }} */ (payload ?? {});
  if (kept === null) return "This needs the notebook's kernel: re-run its cell.";
  if (version !== VERSION) return "This run was kept by another version of mlops-widgets: re-run its cell to play it.";
  if (typeof DecompressionStream === "undefined") return "This browser is too old to unpack what was kept of this run: here is its picture.";
  try {
    const bytes = await inflated(String(kept));
    const end = bytes.indexOf(10);
    const model = new Kept(JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))), bytes.subarray(end + 1));
    if (model.runs.some(({ answer }) => !(answer.layout.n <= TICKS))) throw new Error("more ticks than a run has");
    unpack(model.answer.layout, model.run.data); // what is cut short shows here, and not half drawn
    return model;
  } catch (error) {
    console.warn(error);
    return NOT_WHOLE;
  }
}

/**
 * Play what kept.py kept, in an element whose content is seen until then, or stays where that is impossible.
 * Resolves to the way to end it.
 * @param {unknown} payload
 * @param {HTMLElement} el
 * @returns {Promise<() => void>}
 */
export async function play(payload, el) {
  const before = [...el.childNodes];
  const unread = (/** @type {string} */ sentence) => {
    el.replaceChildren(make("p", { className: "unread" }, sentence), ...before);
    return () => undefined;
  };
  const model = await opened(payload);
  if (typeof model === "string") return unread(model);
  try {
    el.replaceChildren();
    return render({ model, el });
  } catch (error) {
    console.warn(error);
    return unread(NOT_WHOLE);
  }
}
