// The selected runs: tags and notes to write, how they learned, and in what they differ.

/** @import { BoardAction } from "./../types" */
/** @import { RunsDifference, RunsPicked, RunsView } from "./types" */
import { make, write } from "./../../dom.js";
import { Curves } from "./curves.js";

export class Picked {
  /** @param {(action: BoardAction) => void} act */
  constructor(act) {
    this.act = act;
    this.curves = new Curves(act);
    this.list = make("ol", { className: "cards" });
    this.table = make("table");
    this.differs = make("figure", { className: "differs" }, make("figcaption", {}, make("b", {}, "In what they differ")), make("div", { className: "scroller" }, this.table));
    this.hint = make("p", { className: "how" }, "Select runs in the table to tag them, to see how they learned and in what they differ.");
    this.both = make("div", { className: "both" }, this.curves.node, this.differs);
    this.node = make("section", { className: "picked", "aria-label": "Selected runs" }, this.hint, this.list, this.both);
    /** @type {Map<string, Card>} */
    this.cards = new Map();
  }

  /** @param {RunsView} view */
  show(view) {
    const { picked, difference } = view;
    this.hint.hidden = picked.length > 0;
    this.both.hidden = !picked.length;
    this.list.hidden = !picked.length;
    const cards = new Map(picked.map((run) => [run.id, this.cards.get(run.id) ?? new Card(this.act, run)]));
    this.cards = cards;
    const nodes = [...cards.values()].map(({ node }) => node);
    if (nodes.some((node, index) => this.list.children[index] !== node) || nodes.length !== this.list.children.length) this.list.replaceChildren(...nodes);
    picked.forEach((run, index) => cards.get(run.id)?.show(run, index));
    this.differs.hidden = !difference;
    if (difference) this.compare(difference);
  }

  /** @param {RunsView} view @param {HTMLElement} root */
  lay(view, root) {
    if (view.picked.length) this.curves.draw(view.curves, root);
  }

  /** @param {RunsDifference} difference */
  compare({ names, rows, same, of }) {
    const two = names.length === 2;
    const rest = of > names.length ? `; the first ${names.length} of ${of} selected` : "";
    const caption = make("caption", {}, `${same} settings and measures are the same${rest}`);
    const head = make("tr", {}, make("th", { scope: "col" }, "what"), ...names.map((name, index) => make("th", { scope: "col" }, badge(index), name)), ...(two ? [make("th", { scope: "col" }, "change")] : []));
    const body = rows.map(({ kind, name, words, change }) => {
      const cells = [...words, ...(two ? [change] : [])].map((word) => make("td", { className: "number" }, word || "–"));
      return make("tr", {}, make("th", { scope: "row" }, name, make("small", {}, ` ${kind}`)), ...cells);
    });
    this.table.replaceChildren(caption, make("thead", {}, head), make("tbody", {}, ...body));
  }
}

class Card {
  /** @param {(action: BoardAction) => void} act @param {RunsPicked} run */
  constructor(act, run) {
    this.act = act;
    this.id = run.id;
    this.saved = run.note;
    this.name = make("b");
    this.badge = make("i");
    this.tags = make("span", { className: "tags" });
    this.tag = make("input", { type: "text", placeholder: "add a tag", "aria-label": `Add a tag to ${run.name}`, spellcheck: false });
    this.note = make("input", { type: "text", placeholder: "a note: what was tried, what was seen", "aria-label": `Note on ${run.name}`, value: run.note });
    this.tag.addEventListener("change", () => this.add());
    this.note.addEventListener("change", () => act({ kind: "note", run: this.id, text: this.note.value }));
    const out = make("button", { type: "button", "aria-label": `Take ${run.name} out of the selection`, onclick: () => act({ kind: "select", runs: [this.id], on: false }) }, "×");
    this.node = make("li", {}, this.badge, this.name, this.tags, this.tag, this.note, out);
  }

  add() {
    const text = this.tag.value.trim();
    if (!text) return;
    this.act({ kind: "tag", run: this.id, text });
    this.tag.value = "";
  }

  /** @param {RunsPicked} run @param {number} index */
  show({ name, tags, note }, index) {
    write(this.name, name);
    const fresh = badge(index);
    this.badge.replaceWith(fresh);
    this.badge = fresh;
    const focused = this.tags.contains(document.activeElement);
    this.tags.replaceChildren(...tags.map(([key, value]) => {
      const text = value === "yes" ? key : `${key}=${value}`;
      return make("button", { type: "button", className: "tag", title: "Take this tag off", "aria-label": `Take the tag ${text} off ${name}`, onclick: () => this.act({ kind: "untag", run: this.id, tag: key }) }, `${text} ×`);
    }));
    if (focused) this.tag.focus({ preventScroll: true });
    if (note !== this.saved) this.note.value = this.saved = note; // what is being typed stays
  }
}

/** The number of a selected run, in its colour. @param {number} index */
function badge(index) {
  return make("i", { className: `badge run${index}` }, String(index + 1));
}
