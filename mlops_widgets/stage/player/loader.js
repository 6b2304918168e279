// What anywidget imports, anew for each widget: a few lines, which import the player once for all of them.
// A browser never lets go of a module; a hundred re-runs of a cell would leave a hundred players.

/** @typedef {{ model: { get(name: "code"): string } }} Context */
/** @typedef {{ initialize?: (context: Context) => unknown, render: (context: Context) => unknown }} Drawer */

const NAME = "mlops-widgets";
/** @type {Map<string, Promise<{ default: Drawer }>>} code → its module */
const modules = Reflect.get(globalThis, NAME) ?? new Map();
Reflect.set(globalThis, NAME, modules);

/** @param {Context} context */
async function drawer({ model }) {
  const code = model.get("code");
  const module = modules.get(code) ?? import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  modules.set(code, module);
  module.catch(() => modules.delete(code)); // the next widget tries again
  return (await module).default;
}

export default {
  /** @param {Context} context */
  async initialize(context) {
    return (await drawer(context)).initialize?.(context);
  },
  /** @param {Context} context */
  async render(context) {
    return (await drawer(context)).render(context);
  },
};
