// What does JupyterLab learn? To play a kept run in every notebook and console, to land where a link leads, to dim figures.

/** @import { App, Consoles, Notebooks, PanelType, Registry, Scope, Token } from "../types" */
import { dimFigures } from "./figures.js";
import { landOnHeadings } from "./landing.js";
import { factoryOf } from "./renderer.js";

const RANK = -20; // before the widget view, which ipywidgets puts at -10

/** What JupyterLab activates. @param {Scope} scope */
export async function pluginOf(scope) {
  const { IRenderMimeRegistry } = await shared(scope, "@jupyterlab/rendermime");
  const { Panel } = await shared(scope, "@lumino/widgets");
  if (!IRenderMimeRegistry || !Panel) throw new Error("mlops-widgets: this JupyterLab shares no registry of renderers.");
  const { INotebookTracker } = await shared(scope, "@jupyterlab/notebook");
  const { IConsoleTracker } = await shared(scope, "@jupyterlab/console");
  /** @type {["notebooks" | "consoles", Token][]} */
  const trackers = [];
  if (INotebookTracker) trackers.push(["notebooks", /** @type {Token} */ (INotebookTracker)]);
  if (IConsoleTracker) trackers.push(["consoles", /** @type {Token} */ (IConsoleTracker)]);
  return {
    id: "mlops-widgets:kept-runs",
    description: "Plays the runs that a notebook has kept, with no kernel; lands on the heading that a link names.",
    autoStart: true,
    requires: [IRenderMimeRegistry],
    optional: trackers.map(([, token]) => token),
    /** @param {App} app @param {Registry} rendermime @param {...unknown} found */
    activate(app, rendermime, ...found) {
      dimFigures();
      landOnHeadings(app);
      const add = (/** @type {Registry} */ registry) => registry.addFactory(factoryOf(registry, /** @type {PanelType} */ (Panel)), RANK);
      add(rendermime); // inherited by every notebook's own
      trackers.forEach(([kind], index) => {
        if (!found[index]) return;
        if (kind === "notebooks") each(/** @type {Notebooks} */ (found[index]), (panel) => add(panel.content.rendermime));
        else each(/** @type {Consoles} */ (found[index]), (panel) => add(panel.console.rendermime));
      });
    },
  };
}

/**
 * All that a tracker knows, and will know.
 * @template T @param {import("../types").Tracker<T>} tracker @param {(panel: T) => void} met
 */
function each(tracker, met) {
  tracker.forEach(met);
  tracker.widgetAdded.connect((_, panel) => met(panel));
}

/**
 * A module that JupyterLab shares: the version in use, else the newest; empty where there is none.
 * @param {Scope} scope @param {string} name @returns {Promise<Record<string, unknown>>}
 */
async function shared(scope, name) {
  const versions = Object.entries(scope[name] ?? {}).sort(([a], [b]) => b.localeCompare(a, undefined, { numeric: true }));
  const [, found] = versions.find(([, { loaded }]) => loaded) ?? versions[0] ?? [];
  return found ? /** @type {Record<string, unknown>} */ ((await found.get())()) : {};
}
