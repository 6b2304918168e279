// Which colours hold here? Read from the style sheet, so that the page's theme decides.

/** @import { Colours } from "./types" */

const ROLES = /** @type {const} */ (["ink", "soft", "accent", "warn", "good", "line", "bg"]);

/**
 * @param {HTMLElement} root
 * @returns {Colours}
 */
export function coloursOf(root) {
  const probe = document.createElement("i");
  root.append(probe);
  const entries = ROLES.map((role) => {
    probe.style.color = `var(--${role})`;
    return [role, getComputedStyle(probe).color];
  });
  probe.remove();
  return /** @type {Colours} */ (Object.fromEntries(entries));
}

/**
 * Call back whenever the page changes its theme.
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function watchTheme(changed, signal) {
  const watcher = new MutationObserver(changed);
  const attributeFilter = ["data-jp-theme-name", "data-jp-theme-light", "class"];
  for (const node of [document.body, document.documentElement]) watcher.observe(node, { attributes: true, attributeFilter });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
  signal.addEventListener("abort", () => watcher.disconnect());
}
