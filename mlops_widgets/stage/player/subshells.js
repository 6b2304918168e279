// Who answers after a restart by others? JupyterLab would send to a subshell that ended with the former kernel.

/** @import { Manager } from "./types" */

/**
 * Let the comms of a kernel that came anew begin subshells of its own. JupyterLab forgets those of the
 * former kernel only when it restarted it itself; after a restart through the server every question but
 * the first went to a subshell that is no more, and stayed without answer.
 * @param {Manager["kernel"]} kernel
 */
export function renewSubshells(kernel) {
  const manner = kernel?.commsOverSubshells;
  if (!kernel || !manner || manner === "disabled") return; // also when another widget of this kernel is about it
  kernel.commsOverSubshells = "disabled";
  setTimeout(() => (kernel.commsOverSubshells = manner)); // what was left of the former is put away by then
}
