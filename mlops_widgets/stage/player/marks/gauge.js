// Gauge: how much of a budget is left at the playhead, how much would be otherwise, and how fast it goes.

/** @import { Trace } from "../types" */
/** @import { Frame, GaugePanel } from "./types" */
import { written } from "./../numbers.js";
import { drawWord } from "./word.js";

const INSET = 34; // px that other panels need for labels of an axis
const FULL = 4; // times as fast as would last: the whole bar

/** @typedef {{ name: string, words: string, share: number, colour: string, dash?: number[] }} Bar */

/** @param {Frame} frame @param {GaugePanel} panel */
export function drawGauge(frame, panel) {
  const { top, colours, trace, now, time } = frame;
  const [left, other, rate] = [panel.left, panel.other, panel.rate].map((name) => trace.columns[name][now]);
  const [start, end] = [trace.time[0], trace.time[trace.n - 1]];
  drawBar(frame, top + 18, 16, { name: panel.now, words: saidLeft(left), share: left, colour: colours.accent });
  drawBar(frame, top + 78, 9, { name: panel.beside, words: saidLeft(other), share: other, colour: colours.soft, dash: [4, 3] });
  const fast = Number.isNaN(rate) ? "" : `${written(rate, 1, "")} ×`;
  drawBar(frame, top + 130, 9, { name: "pace now", words: fast, share: rate / FULL, colour: rate > 1 ? colours.warn : colours.accent });
  drawLevel(frame, 1 - (time - start) / (end - start || 1), top + 14, 24, "even pace");
  drawLevel(frame, 1 / FULL, top + 126, 17, "just lasts");
}

/** @param {number} share */
function saidLeft(share) {
  return Number.isNaN(share) ? "" : `${written(Math.abs(share), 0, "%")} ${share < 0 ? "overspent" : "left"}`;
}

/** A bar in its frame, its name over its left end and its value over its right one. @param {Frame} frame @param {number} y @param {number} height @param {Bar} bar */
function drawBar(frame, y, height, { name, words, share, colour, dash = [] }) {
  const { g, right, colours } = frame;
  const left = frame.left - INSET;
  const tint = share < 0 ? colours.warn : colour;
  drawWord(frame, name, left, y - 9, colours.soft, "left");
  const font = g.font;
  g.font = `600 ${font}`;
  drawWord(frame, words, right, y - 9, tint === colours.warn ? tint : colours.ink, "right");
  g.font = font;
  g.fillStyle = colour;
  g.globalAlpha = 0.55;
  g.fillRect(left, y, Math.min(Math.max(share || 0, 0), 1) * (right - left), height);
  g.globalAlpha = 1;
  g.strokeStyle = share < 0 ? colours.warn : colours.soft;
  g.lineWidth = 1;
  g.setLineDash(dash);
  g.strokeRect(left + 0.5, y + 0.5, right - left - 1, height);
  g.setLineDash([]);
}

/** A dotted line through a bar, named under it. @param {Frame} frame @param {number} share @param {number} y @param {number} height @param {string} word */
function drawLevel(frame, share, y, height, word) {
  const { g, right, colours } = frame;
  const left = frame.left - INSET;
  const x = left + share * (right - left);
  g.strokeStyle = colours.ink;
  g.lineWidth = 1;
  g.setLineDash([2, 3]);
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(x, y + height);
  g.stroke();
  g.setLineDash([]);
  drawWord(frame, word, x, y + height + 8, colours.soft, share < 0.15 ? "left" : share > 0.85 ? "right" : "center");
}

/** What is left, and how fast it goes. @param {GaugePanel} panel @param {Trace} trace @param {number} now */
export function tellGauge({ title, left, other, rate, beside }, trace, now) {
  const [share, otherwise, fast] = [left, other, rate].map((name) => trace.columns[name][now]);
  if (!Number.isFinite(share + otherwise + fast)) return `${title}: not known yet.`;
  const speed = `going ${written(fast, 1, "")} times as fast as would last`;
  return `${title}: ${written(share, 0, "%")} left, ${speed}; ${beside} ${written(otherwise, 0, "%")} left.`;
}
