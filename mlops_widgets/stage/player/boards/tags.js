// The tagging board: one example after the other, a tag by one key, and what the tags add up to.

/** @import { BoardAnswer, BoardModel, TagsBackdrop, TagsView } from "./types" */
import { Board } from "./../board.js";
import { make, write } from "./../dom.js";
import { csvOf } from "./sheet.js";
import { LongList } from "./rows.js";

const KEYS = "↓ or j next · ↑ or k previous · 1–9 tag · n new tag · u undo · Enter next untagged";
const MORE = "on a tag: F2 rename, Delete do away with it";

class TagsBoard {
  /** @param {BoardModel} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.board = new Board(model, el, { show: (answer) => this.show(answer), lay: () => this.lay() });
    /** @type {TagsBackdrop | null} */
    this.backdrop = null;
    /** @type {TagsView | null} */
    this.view = null;
    /** @type {Map<number, Set<string>>} row → its tags, those on their way to the kernel included */
    this.carried = new Map();
    this.sound = ""; // of the current row, once it has come
    this.renamed = ""; // the tag whose new name is being typed
    this.list = new LongList("Examples", { fill: (row, at) => this.fill(row, at), move: (at) => this.moved(at) });
    this.build();
    this.board.listen();
  }

  build() {
    const { board } = this;
    board.root.classList.add("tags");
    board.root.addEventListener("keydown", (event) => this.key(event));
    this.save = make("button", { type: "button", onclick: () => this.download() }, "Save CSV");
    this.file = make("input", { type: "file", accept: ".csv,text/csv", className: "aloud", tabIndex: -1, "aria-label": "A CSV file with tags", onchange: () => this.load() });
    const load = make("button", { type: "button", onclick: () => this.file?.click() }, "Load CSV");
    board.tools.append(this.save, load, this.file);
    this.head = make("p", { className: "head", "aria-hidden": "true" });
    this.where = make("p", { className: "where" });
    this.fields = make("dl");
    this.audio = make("audio", { controls: true, preload: "auto", "aria-label": "The sound of this example" });
    this.palette = make("div", { className: "palette", role: "group", "aria-label": "Tags of this example" });
    this.name = make("input", { type: "text", maxLength: 40, placeholder: "new tag", "aria-label": "Name of a new tag", autocomplete: "off" });
    this.name.addEventListener("keydown", (event) => this.naming(event));
    const add = make("button", { type: "button", onclick: () => this.add() }, "Add");
    const make_ = make("div", { className: "making" }, this.name, add);
    const legend = make("p", { className: "legend" }, make("span", {}, "Its tags"), make("span", {}, "share of the tagged, 95 %"), make("span", {}, "all"));
    const card = make("section", { className: "card", "aria-label": "The example in sight" }, this.where, this.fields, this.audio, legend, this.palette, make_);
    const left = make("div", { className: "left" }, this.head, this.list.node);
    board.root.append(make("div", { className: "body" }, left, card), (this.keys = make("p", { className: "sources" })));
  }

  /** @param {BoardAnswer} answer */
  show(answer) {
    const begun = !this.view;
    this.view = /** @type {TagsView} */ (answer.view);
    this.backdrop = /** @type {TagsBackdrop} */ (/** @type {unknown} */ (this.model.get("backdrop")));
    const { board, backdrop, view } = this;
    write(board.title, backdrop.title);
    write(board.subtitle, backdrop.about);
    board.judge(view.verdict);
    if (this.head) this.head.replaceChildren(...backdrop.columns.map((each) => make("span", {}, each)), make("span", {}, "tags"));
    this.list.list.style.setProperty("--columns", String(backdrop.columns.length));
    this.head?.style.setProperty("--columns", String(backdrop.columns.length));
    if (this.keys) write(this.keys, `${KEYS}${backdrop.sounds ? " · Space listen" : ""} · ${MORE}`);
    this.settle();
    if (begun) this.list.go(this.untagged(0) ?? 0, false);
    this.listen();
  }

  /** The heads stand over their columns, beside whatever scroll bar there is. */
  lay() {
    const { offsetWidth, clientWidth } = this.list.node;
    if (this.head) this.head.style.paddingRight = `${20 + offsetWidth - clientWidth}px`;
    this.list.draw();
  }

  /** What the kernel knows, and what it has yet to be told, on the page. */
  settle() {
    const { view, backdrop, board } = this;
    if (!view || !backdrop) return;
    this.carried = new Map(view.carried.map(([row, tags]) => [row, new Set(tags.map((tag) => view.tags[tag].name))]));
    for (const [, action] of board.open) {
      if (action.kind !== "tag" && action.kind !== "untag") continue;
      const row = backdrop.names.indexOf(String(action.row));
      const tags = this.carried.get(row) ?? new Set();
      if (action.kind === "tag") tags.add(String(action.tag));
      else tags.delete(String(action.tag));
      this.carried.set(row, tags);
    }
    this.list.show(backdrop.names.length);
    this.card();
  }

  /** @param {HTMLElement} row @param {number} at */
  fill(row, at) {
    if (!this.backdrop) return;
    const tags = [...(this.carried.get(at) ?? [])];
    const cells = this.backdrop.cells[at].map((each) => make("span", {}, each));
    row.replaceChildren(...cells, make("span", { className: "chips" }, ...tags.map((each) => make("b", {}, each))));
  }

  /** The current row, large. */
  card() {
    const { view, backdrop } = this;
    if (!view || !backdrop || !this.fields || !this.palette || !this.where || !this.audio) return;
    const { at } = this.list;
    write(this.where, `${backdrop.names[at]} · ${at + 1} of ${backdrop.names.length}`);
    const pairs = backdrop.columns.flatMap((name, place) => [make("dt", {}, name), make("dd", {}, backdrop.cells[at][place] || "–")]);
    this.fields.replaceChildren(...pairs);
    this.audio.hidden = !backdrop.sounds;
    const focused = [...this.palette.children].findIndex((each) => each === document.activeElement);
    this.palette.replaceChildren(...view.tags.map((tag, place) => this.button(tag, place)));
    if (focused >= 0) /** @type {HTMLElement | undefined} */ (this.palette.children[focused])?.focus();
  }

  /** @param {TagsView["tags"][number]} tag @param {number} place */
  button(tag, place) {
    const on = this.carried.get(this.list.at)?.has(tag.name) ?? false;
    const bar = make("span", { className: "bar", "aria-hidden": "true" }, make("i", { style: `left:${100 * tag.low}%;right:${100 - 100 * tag.high}%` }), make("u", { style: `left:${100 * tag.share}%` }));
    const number = make("kbd", {}, place < 9 ? String(place + 1) : "");
    const title = `on ${tag.count}, ${tag.says} of the tagged examples; 95 %: ${tag.between}`;
    const press = { type: "button", "aria-pressed": String(on), title, onclick: () => this.toggle(place) };
    return make("button", press, number, make("span", { className: "name" }, tag.name), bar, make("span", { className: "count" }, String(tag.count)));
  }

  /** Another row is the current one. @param {number} at */
  moved(at) {
    if (!this.backdrop) return;
    this.sound = "";
    this.audio?.pause();
    if (this.backdrop.sounds) this.board.page(at, 1);
    this.card();
  }

  /** Take the sound of the current row when it has come. */
  listen() {
    const { rows } = this.board;
    if (!rows || rows.first !== this.list.at || !this.audio) return;
    const [{ sound }] = /** @type {{ sound: string }[]} */ (rows.rows);
    if (sound === this.sound) return;
    this.sound = sound;
    this.audio.src = sound;
  }

  /** Put a tag on the current row, or take it away. @param {number} place */
  toggle(place) {
    const tag = this.view?.tags[place];
    if (!tag || !this.backdrop) return;
    const { at } = this.list;
    const kind = this.carried.get(at)?.has(tag.name) ? "untag" : "tag";
    this.board.act({ kind, row: this.backdrop.names[at], tag: tag.name });
    this.settle();
  }

  /** The next row from here on without a tag, around the end; null when there is none. @param {number} from */
  untagged(from) {
    const count = this.backdrop?.names.length ?? 0;
    for (let step = 0; step < count; step++) {
      const at = (from + step) % count;
      if (!this.carried.get(at)?.size) return at;
    }
    return null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target === this.name || target === this.audio || !(target instanceof HTMLElement)) return;
    const inList = this.list.list.contains(target);
    const tag = this.view?.tags[[...(this.palette?.children ?? [])].indexOf(target)];
    if (/^[1-9]$/.test(event.key)) this.toggle(Number(event.key) - 1);
    else if (event.key === "n") this.name?.focus();
    else if (event.key === "u") this.board.undo.click();
    else if (event.key === "F2" && tag) this.rename(tag.name);
    else if (event.key === "Delete" && tag) this.board.act({ kind: "drop", tag: tag.name });
    else if (event.key === " " && inList) this.play();
    else if (event.key === "Enter" && inList) this.list.go(this.untagged(this.list.at + 1) ?? this.list.at, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  play() {
    if (!this.audio || !this.sound) return;
    this.audio.currentTime = 0;
    this.audio.play().catch(() => {}); // a page that nobody has touched may not sound
  }

  /** @param {KeyboardEvent} event */
  naming(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") return this.add();
    this.rename("");
    this.list.go(this.list.at, true);
  }

  /** Ask for another name of a tag; "" for a new tag instead. @param {string} tag */
  rename(tag) {
    this.renamed = tag;
    if (!this.name) return;
    this.name.value = tag;
    this.name.placeholder = tag ? `another name for ${tag}` : "new tag";
    if (tag) this.name.select();
  }

  /** Make the tag whose name was typed, and put it on the current row; one that is there is only put on it. */
  add() {
    const { view, backdrop, name } = this;
    const tag = name?.value.trim() ?? "";
    if (!view || !backdrop || !name || !tag) return name?.focus();
    if (this.renamed) this.board.act({ kind: "rename", tag: this.renamed, to: tag });
    const place = view.tags.findIndex((each) => each.name.toLowerCase() === tag.toLowerCase());
    if (this.renamed) this.rename("");
    else if (place < 0) this.board.act({ kind: "new", tag, row: backdrop.names[this.list.at] });
    else if (!this.carried.get(this.list.at)?.has(view.tags[place].name)) this.toggle(place);
    name.value = "";
    this.list.go(this.list.at, true);
  }

  download() {
    const { view, backdrop } = this;
    if (!view || !backdrop) return;
    const text = csvOf(backdrop, view.tags.map(({ name }) => name), this.carried);
    const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    make("a", { href, download: `${this.model.get("spec").key}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  async load() {
    const chosen = this.file?.files?.[0];
    if (!chosen || !this.file) return;
    const csv = await chosen.text();
    this.file.value = ""; // so that the same file can be chosen again
    this.board.act({ kind: "load", csv });
  }
}

export default {
  /** @param {{ model: BoardModel, el: HTMLElement }} view */
  render({ model, el }) {
    const tags = new TagsBoard(model, el);
    return () => tags.board.leave.abort();
  },
};
