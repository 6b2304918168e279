// Who answers after a restart by others? JupyterLab would send to a subshell that ended with the former kernel.

/** @import { Heeded, Kernel } from "./types" */

/** @type {WeakMap<Kernel, string>} the session of each kernel's process, which each of its messages names */
const sessions = new WeakMap();

/**
 * Let the comms of a kernel that came anew begin subshells of their own. JupyterLab forgets those of the
 * former kernel only when it restarted it itself; after a restart through the server every question but
 * the first would go to a subshell that is no more, and stay without answer. That a kernel is "starting"
 * may be said before anyone listens again; of which process a message is, each one tells.
 * @param {Kernel} kernel
 */
export function watchSubshells(kernel) {
  if (sessions.has(kernel) || !kernel.anyMessage) return;
  sessions.set(kernel, "");
  kernel.anyMessage.connect((_, { msg, direction }) => heed(kernel, msg, direction));
}

/** @param {Kernel} kernel @param {Heeded["msg"]} message @param {string} direction */
function heed(kernel, { header }, direction) {
  const before = sessions.get(kernel);
  if (direction !== "recv" || header.session === before) return;
  sessions.set(kernel, header.session);
  if (before) renew(kernel);
}

/** @param {Kernel} kernel */
function renew(kernel) {
  const manner = kernel.commsOverSubshells;
  if (!manner || manner === "disabled") return; // also when this is under way
  kernel.commsOverSubshells = "disabled";
  setTimeout(() => (kernel.commsOverSubshells = manner)); // what was left of the former is put away by then
}
