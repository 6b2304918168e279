// Word: a name on a mark, kept readable over data by a halo of the ground's colour.

/** @import { Frame } from "./types" */

/** @param {Frame} frame @param {string} text @param {number} x @param {number} y @param {string} colour @param {CanvasTextAlign} align */
export function drawWord({ g, colours }, text, x, y, colour, align = "center") {
  g.textAlign = align;
  g.textBaseline = "middle";
  g.lineJoin = "round";
  g.lineWidth = 4;
  g.strokeStyle = colours.bg;
  g.strokeText(text, x, y);
  g.fillStyle = colour;
  g.fillText(text, x, y);
}
