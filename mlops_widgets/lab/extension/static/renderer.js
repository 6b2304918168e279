// Live, or kept? An output shows its widget when the widget's model lives, and the run that was kept of it otherwise.

/** @import { Factory, Output, PanelType, Registry, Renderer } from "../types" */

export const TRACE = "application/vnd.mlops.trace+json";
const VIEW = "application/vnd.jupyter.widget-view+json";
const GRACE = 400; // ms in which a living widget comes, so that a cell that is run does not flicker
const SETTLING = 600; // ms in which its view has found its height
const WIDTH = 860; // px of a picture, as in svg/pen.py

const NOTHING = () => undefined;

/** @typedef {typeof import("../../../stage/player/kept.js")} Player */
/** @typedef {{ model_id?: string }} View an output of the widgets' own kind */

/**
 * A factory that is safe: of an output it uses numbers, words and one picture, never code.
 * @param {Registry} registry the one that knows how widgets are shown, if any does
 * @param {PanelType} Panel
 * @returns {Factory}
 */
export function factoryOf(registry, Panel) {
  return { safe: true, mimeTypes: [TRACE], createRenderer: (options) => rendererOf(registry, Panel, options) };
}

/**
 * The very renderer of widget views, which their manager will look for, with its way to render overridden.
 * @param {Registry} registry @param {PanelType} Panel @param {{ mimeType: string }} options
 */
function rendererOf(registry, Panel, options) {
  const views = registry.getFactory(VIEW);
  const renderer = views ? views.createRenderer({ ...options, mimeType: VIEW }) : new Panel();
  const live = views && renderer.renderModel.bind(renderer);
  const replay = new Replay(renderer);
  let turn = 0;
  renderer.renderModel = async (model) => {
    const mine = ++turn;
    const newest = () => mine === turn && !renderer.isDisposed;
    const current = () => newest() && !renderer.widgets.length;
    clear(renderer, model);
    if (!live || !model.trusted || !modelOf(model)) return replay.show(model);
    const release = heldOpen(renderer.node);
    replay.outlasts = true;
    const tried = live(model); // takes the node for words of its own, and does not end where there is no kernel
    if (replay.has(model)) replay.show(model);
    const waiting = setTimeout(() => current() && replay.show(model), GRACE);
    try {
      await tried;
    } catch (error) {
      console.warn(error);
    }
    clearTimeout(waiting);
    release();
    if (mine === turn) replay.outlasts = false;
    if (current()) await replay.show(model);
    else if (newest()) replay.end();
  };
  return renderer;
}

/** Dispose of the views that were shown before. @param {Renderer} renderer @param {Output} model */
function clear(renderer, model) {
  const name = modelOf(model);
  for (const view of [...renderer.widgets]) view.dispose();
  renderer.show(); // a view that ends hides its output, and takes the model's name out of it
  if (name) /** @type {View} */ (model.data[VIEW]).model_id = name;
}

/** @param {Output} model */
function modelOf(model) {
  return /** @type {View | undefined} */ (model.data[VIEW])?.model_id;
}

/** Keep an element as high as it is, until a while after the release. @param {HTMLElement} node */
function heldOpen(node) {
  node.style.minHeight = `${node.offsetHeight}px`;
  return () => setTimeout(() => (node.style.minHeight = ""), SETTLING);
}

/**
 * The kept run in a renderer's node; it ends when it is taken out of there. While the kernel starts, the widgets'
 * manager asks for the same output up to three times: all the while the run stays as somebody has it before her.
 */
class Replay {
  /** @param {Renderer} renderer */
  constructor(renderer) {
    this.renderer = renderer;
    /** @type {HTMLElement | null} */
    this.host = null;
    /** @type {Promise<() => void> | null} */
    this.playing = null;
    /** @type {string | undefined} the run that plays */
    this.kept = undefined;
    this.outlasts = false; // it may be put back: whether a living widget comes is not known yet
    const { node } = renderer;
    new MutationObserver(() => this.host?.parentNode !== node && !this.outlasts && this.end()).observe(node, { childList: true });
    renderer.disposed.connect(() => this.end());
  }

  /** Is it this run that plays? @param {Output} model */
  has(model) {
    return this.host !== null && this.kept !== undefined && this.kept === keptIn(model);
  }

  /** @param {Output} model */
  async show(model) {
    const { node } = this.renderer;
    this.renderer.removeClass("jupyter-widgets"); // which marks an error's words
    if (this.host && this.has(model)) {
      if (this.host.parentNode !== node) node.replaceChildren(this.host);
      return;
    }
    this.end();
    this.kept = keptIn(model);
    const host = document.createElement("div");
    host.className = "mlops-kept";
    host.append(pictureOf(model));
    this.host = host;
    node.style.minHeight = "";
    node.replaceChildren(host);
    veil(node, model);
    const started = player().then(({ play }) => (this.host === host ? play(model.data[TRACE], host) : NOTHING));
    this.playing = started.catch((error) => {
      console.warn(error); // the player itself did not come: the picture stays
      loading = null;
      this.kept = undefined; // and is asked to come again the next time
      return NOTHING;
    });
    await this.playing;
  }

  end() {
    this.playing?.then((end) => end());
    this.playing = this.host = null;
    this.kept = undefined;
  }
}

/** The run in an output, as text, unless there is none. @param {Output} model */
function keptIn(model) {
  return /** @type {{ kept?: string | null } | undefined} */ (model.data[TRACE])?.kept ?? undefined;
}

/**
 * A question that nobody has answered keeps its result out of sight without a kernel, too; the style came with the output.
 * @param {HTMLElement} node @param {Output} model
 */
function veil(node, model) {
  const kept = /** @type {{ veils?: boolean } | undefined} */ (model.data[TRACE]);
  const child = /** @type {HTMLElement | null} */ (node.closest(".jp-OutputArea-child"));
  if (child && kept?.veils) child.dataset.predicted = "closed";
}

/** What is seen until the run plays, or where it cannot: the output's picture, or its words. @param {Output} model */
function pictureOf({ data }) {
  const said = String(data["text/plain"] ?? "");
  const address = /src="(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+)"/.exec(String(data["text/html"] ?? ""))?.[1];
  if (!address) {
    const words = document.createElement("pre");
    words.textContent = said;
    return words;
  }
  const picture = document.createElement("img");
  picture.alt = said;
  picture.src = address;
  picture.width = WIDTH;
  picture.style.maxWidth = "100%";
  return picture;
}

/** @type {Promise<Player> | null} */
let loading = null;

/** The player's own modules and style, loaded once, when a run is first to be played. @returns {Promise<Player>} */
function player() {
  loading ??= import(new URL("./player/kept.js", import.meta.url).href).then((module) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("./player/player.css", import.meta.url).href;
    const styled = new Promise((done) => (style.onload = style.onerror = done));
    document.head.append(style);
    return styled.then(() => module);
  });
  return loading;
}
