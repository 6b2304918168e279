// Who is at the door? What JupyterLab looks for: a container in the form of module federation, written by hand.
//
// JupyterLab loads this as a plain script; all else are native modules beside it, asked for by addresses relative to
// this one. None of these addresses bears a version: Jupyter Server then lets a browser keep nothing unasked, so that
// files of two versions never meet in one page.

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
