// Does the kernel still hold this widget? Its connection tells, and so does every word of a kernel that starts anew.

/** @import { Model } from "./types" */

const STARTED_ANEW = ["starting", "restarting", "autorestarting", "terminating", "dead"];

/**
 * Call back with false when the widget's kernel is gone, with true when its connection has come back.
 * @param {Model} model @param {string} id the widget's model
 * @param {(alive: boolean) => void} tell @param {AbortSignal} signal
 */
export function watchPulse(model, id, tell, signal) {
  const manager = model.widget_manager;
  if (!manager) return;
  const told = async () => tell((await manager.get_model(id)).comm_live);
  // ipywidgets hears of a restart by the menu; of a killed kernel, and of a restart by others, only its kernel's status tells.
  const heard = (/** @type {unknown} */ _, /** @type {string} */ status) => STARTED_ANEW.includes(status) && tell(false);
  const status = manager.kernel?.statusChanged;
  model.on("comm_live_update", told);
  status?.connect(heard);
  signal.addEventListener("abort", () => {
    model.off("comm_live_update", told);
    status?.disconnect(heard);
  });
  manager.get_model(id).then((found) => found.comm_live || tell(false), () => undefined); // read from a file, it has no kernel
}
