// Why is a drawn picture no lamp in a dark room? Where JupyterLab is dark, its light and dark change places, hues stay.

const DARK = '[data-jp-theme-light="false"] .mlops-figure.drawn [role="group"] { filter: invert(0.89) hue-rotate(180deg); }';

/** Let the figures that matplotlib drew follow JupyterLab's theme. */
export function dimFigures() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(DARK);
  document.adoptedStyleSheets.push(sheet);
}
