// Where on the picture does a click do something? Strips at the foot of lanes whose clicks are interventions.

/** @import { Spec } from "./types" */
/** @import { Painter } from "./painter.js" */
import { moment } from "./numbers.js";
import { Picker } from "./picker.js";
import { lastUpTo } from "./trace.js";

const HEIGHT = 18; // px of a strip

export class Picks {
  /**
   * @param {Painter} painter
   * @param {Spec} spec
   * @param {{ act: (kind: string, tick: number) => void }} on
   */
  constructor(painter, spec, on) {
    this.painter = painter;
    this.kinds = spec.kept ? [] : spec.actions.map(({ kind }) => kind); // a kept run can only be looked at
    this.on = on;
    /** @type {Map<string, Picker>} */
    this.pickers = new Map();
    painter.onlay = () => this.lay();
  }

  /** Set one strip for each pick of the picture; a strip that was there stays, and keeps the focus. */
  lay() {
    const { painter, pickers } = this;
    const wanted = new Set();
    painter.lanes.forEach((lane, index) => {
      for (const mark of lane.marks) {
        if (mark.mark !== "pick" || !this.kinds.includes(mark.kind)) continue;
        wanted.add(mark.kind);
        const picker = pickers.get(mark.kind) ?? this.made(mark.kind, mark.label);
        pickers.set(mark.kind, picker);
        const { left, right } = painter;
        const place = { left: `${left}px`, width: `${right - left}px`, top: `${painter.boxes[index].bottom - HEIGHT}px`, height: `${HEIGHT}px` };
        Object.assign(picker.node.style, place);
        picker.update();
      }
    });
    for (const [kind, picker] of pickers) {
      if (wanted.has(kind)) continue;
      picker.node.remove();
      pickers.delete(kind);
    }
  }

  /** @param {string} kind @param {string} label */
  made(kind, label) {
    const { painter } = this;
    const picker = new Picker({
      label,
      places: () => painter.run?.trace.n ?? 0,
      xOf: (index) => painter.x(painter.run?.trace.time[index] ?? 0) - painter.left,
      placeAt: (x) => (painter.run ? lastUpTo(painter.run.trace.time, painter.timeAt(x + painter.left)) : 0),
      sentence: (index) => (painter.run ? `${label}: ${moment(painter.run.trace.time[index], painter.run.picture.axis)}` : label),
      pick: (index) => painter.run && this.on.act(kind, painter.run.trace.ticks[index]),
    });
    picker.node.classList.add("strip");
    picker.node.dataset.label = label;
    painter.node.append(picker.node);
    return picker;
  }
}
