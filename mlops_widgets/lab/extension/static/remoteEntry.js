// Who is at the door? What JupyterLab looks for: a container in the form of module federation, written by hand.
//
// JupyterLab loads this as a plain script; all else are native modules beside it, asked for by addresses relative to
// this one. They all lie in a folder named after their content (hatch_build.py), because a browser may keep each for ever.

(() => {
  /** @type {import("../types").Scope} */
  let shared = {};
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["mlops-widgets"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { pluginOf } = await import("./extension.js");
      const plugin = await pluginOf(shared);
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
