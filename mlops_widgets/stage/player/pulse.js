// Does the kernel still hold this widget? Its connection tells, a kernel that starts anew says so, and now and then we ask.

/** @import { Manager, Model } from "./types" */
import { watchSubshells } from "./subshells.js";

const STARTED_ANEW = ["starting", "restarting", "autorestarting", "terminating", "dead"];
const BEAT = 5000; // ms; a kernel that somebody restarts through the server may come back without a word

/**
 * Call back with false when the widget's kernel is gone, with true when its connection has come back.
 * @param {Pick<Model, "on" | "off" | "widget_manager">} model @param {string} id the widget's model
 * @param {(alive: boolean) => void} tell @param {AbortSignal} signal
 */
export function watchPulse(model, id, tell, signal) {
  const manager = model.widget_manager;
  if (!manager) return;
  const told = async () => tell((await manager.get_model(id)).comm_live);
  // ipywidgets hears of a restart by the menu; of a killed kernel, and of a restart by others, only its kernel's status tells.
  const heard = (/** @type {unknown} */ _, /** @type {string} */ status) => {
    if (STARTED_ANEW.includes(status)) tell(false);
  };
  if (manager.kernel) watchSubshells(manager.kernel);
  const status = manager.kernel?.statusChanged;
  model.on("comm_live_update", told);
  status?.connect(heard);
  const rest = listen(manager, (comms) => id in comms || tell(false));
  signal.addEventListener("abort", () => {
    model.off("comm_live_update", told);
    status?.disconnect(heard);
    rest();
  });
  manager.get_model(id).then((found) => found.comm_live || tell(false), () => undefined); // read from a file, it has no kernel
}

/** @typedef {(comms: Record<string, unknown>) => void} Ear */
/** @type {Map<Manager, Set<Ear>>} one question for all widgets of a kernel */
const ears = new Map();

/** Hear every few seconds which comms the kernel holds; what comes back ends it. @param {Manager} manager @param {Ear} ear */
function listen(manager, ear) {
  const all = ears.get(manager) ?? new Set();
  if (!ears.has(manager)) beat(manager, all);
  ears.set(manager, all.add(ear));
  return () => all.delete(ear);
}

/** @param {Manager} manager @param {Set<Ear>} all */
function beat(manager, all) {
  let asked = false; // a busy kernel is asked once, however long it takes
  const timer = setInterval(async () => {
    if (!all.size) {
      clearInterval(timer);
      ears.delete(manager);
    } else if (!asked && !document.hidden && manager.kernel?.requestCommInfo) {
      asked = true;
      const there = [...all]; // a widget made meanwhile may not be in the answer
      const question = async () => manager.kernel?.requestCommInfo?.({ target_name: "jupyter.widget" });
      const reply = await question().catch(() => null); // a dead kernel refuses the question itself
      if (reply?.content.comms) there.forEach((ear) => ear(reply.content.comms ?? {}));
      asked = false;
    }
  }, BEAT);
}
