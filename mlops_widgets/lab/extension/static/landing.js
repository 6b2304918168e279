// Where does a link to a heading lead in a notebook that was not open yet? To its top: JupyterLab looks too early.

/** @import { App, Panel } from "../types" */

const LINK = "rendermime:handle-local-link";
const TRIES = 150;
const PAUSE = 100; // ms
const STEADY = 10; // times in sight one after another: cells above it are drawn late, and push it away
const OWN = ["wheel", "touchmove", "pointerdown", "keydown"]; // from then on the reader goes where she likes

/** After a link was followed into a notebook, go on looking for its heading until it stands there. @param {App} app */
export function landOnHeadings(app) {
  app.commands.commandExecuted.connect((_, { id, args, result }) => {
    const heading = id === LINK ? String(args.id ?? "") : "";
    if (heading) result.then(() => land(app, String(args.path), heading)).catch(() => undefined); // the link itself failed: JupyterLab says so
  });
}

/** @param {App} app @param {string} path @param {string} heading with its # */
async function land(app, path, heading) {
  const name = decodeURIComponent(heading.replace(/^#/, ""));
  let steady = 0;
  const way = new AbortController();
  OWN.forEach((event) => addEventListener(event, () => way.abort(), { capture: true, signal: way.signal }));
  for (let tries = 0; tries < TRIES && steady < STEADY && !way.signal.aborted; tries++) {
    const panel = /** @type {Panel | null} */ (app.shell.currentWidget);
    if (panel?.context?.path === path && panel.content.setFragment) {
      await panel.context.ready;
      steady = isSeen(panel, name) ? steady + 1 : 0;
      if (!steady && !way.signal.aborted) await panel.content.setFragment(heading);
    }
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  way.abort();
}

/** Is the heading in sight? @param {Panel} panel @param {string} name */
function isSeen(panel, name) {
  const found = panel.content.node.querySelector(`[data-jupyter-id="${CSS.escape(name)}"], [id="${CSS.escape(name)}"]`);
  if (!found) return false;
  const [view, box] = [panel.content.node.getBoundingClientRect(), found.getBoundingClientRect()];
  return box.height > 0 && box.top >= view.top - 1 && box.bottom <= view.bottom + 1;
}
