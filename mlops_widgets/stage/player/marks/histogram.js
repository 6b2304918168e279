// Histogram: shares in bins at the playhead, the window's as filled bars before the outline of the reference's.

/** @import { Trace } from "../types" */
/** @import { Frame, HistogramPanel } from "./types" */
import { written } from "./../numbers.js";
import { drawWord } from "./word.js";

/** @param {Frame} frame @param {HistogramPanel} panel */
export function drawHistogram(frame, panel) {
  const { g, left, right, top, bottom, colours, trace, now } = frame;
  const { low, high } = panel.axes.y;
  const step = (right - left) / panel.bins.length;
  const y = (/** @type {number} */ share) => bottom - ((bottom - top) * (share - low)) / (high - low);
  const [reference, shares] = [panel.reference, panel.window].map((names) => names.map((name) => trace.columns[name][now]));
  g.globalAlpha = 0.55;
  g.fillStyle = colours[panel.tone];
  shares.forEach((share, i) => {
    if (!Number.isNaN(share)) g.fillRect(left + i * step + 2, y(share), Math.max(step - 4, 1), bottom - y(share));
  });
  g.globalAlpha = 1;
  g.strokeStyle = colours.ink;
  g.lineWidth = 1.5;
  g.beginPath();
  g.moveTo(left, bottom);
  reference.forEach((share, i) => {
    const level = Number.isNaN(share) ? bottom : y(share);
    g.lineTo(left + i * step, level);
    g.lineTo(left + (i + 1) * step, level);
  });
  g.lineTo(right, bottom);
  g.stroke();
  drawBins(frame, panel.bins, step, panel.quantiles?.length ? 21 : 7);
  drawQuantiles(frame, panel, step);
  /** @type {[number, number, number][]} */
  const taken = [];
  for (const [name, values, colour] of /** @type {const} */ ([[panel.was ?? "reference", reference, colours.ink], [panel.now, shares, colours[panel.tone]]])) {
    const most = values.reduce((best, value, i) => (value > values[best] || Number.isNaN(values[best]) ? i : best), 0);
    if (Number.isNaN(values[most])) continue;
    const half = g.measureText(name).width / 2 + 2;
    const x = Math.min(Math.max(left + (most + 0.5) * step, left + half), right - half);
    const under = [...reference, ...shares].filter((_, i) => Math.abs(left + ((i % reference.length) + 0.5) * step - x) < half + step / 2);
    let level = y(Math.max(...under.filter((value) => !Number.isNaN(value)))) - 8; // over whatever its letters would cover
    while (taken.some(([other, at, size]) => Math.abs(x - other) < half + size && Math.abs(level - at) < 14)) level -= 14;
    taken.push([x, level, half]);
    drawWord(frame, name, x, Math.max(level, 6), colour);
  }
}

/** A line for each, dashed for the reference; the window's are named under the axis, or else the reference's, where there is room. @param {Frame} frame @param {HistogramPanel} panel @param {number} step */
function drawQuantiles({ g, left, top, bottom, colours, trace, now }, { quantiles = [], edges = [], tone }, step) {
  let free = left - 30;
  g.lineWidth = 1;
  g.textAlign = "center";
  g.textBaseline = "top";
  for (const [name, ...columns] of quantiles) {
    columns.forEach((column, isWindow) => {
      const value = trace.columns[column][now];
      if (Number.isNaN(value)) return;
      const x = left + step * amongEdges(edges, value);
      g.strokeStyle = g.fillStyle = colours[isWindow ? tone : "ink"];
      g.setLineDash(isWindow ? [] : [2, 3]);
      g.beginPath();
      g.moveTo(x, top);
      g.lineTo(x, bottom + (isWindow ? 4 : 0));
      g.stroke();
      const named = isWindow || Number.isNaN(trace.columns[columns[1]][now]);
      if (!named || x - 10 <= free) return;
      g.fillText(name, x, bottom + 6);
      free = x + 12;
    });
  }
  g.setLineDash([]);
}

/** How many bins lie below a value, the one it is in by its part. @param {number[]} edges @param {number} value */
function amongEdges(edges, value) {
  const bin = Math.min(Math.max(edges.filter((edge) => edge <= value).length, 1), edges.length - 1) - 1;
  return bin + Math.min(Math.max((value - edges[bin]) / (edges[bin + 1] - edges[bin]), 0), 1);
}

/** What stands under the bins: each label, or each second, third … where they would touch. @param {Frame} frame @param {string[]} bins @param {number} step @param {number} under px under the axis */
function drawBins({ g, left, bottom, colours }, bins, step, under) {
  g.fillStyle = colours.soft;
  g.textAlign = "center";
  g.textBaseline = "top";
  const named = bins.map((label, i) => ({ label, i, half: g.measureText(label).width / 2 })).filter(({ label }) => label);
  const each = (/** @type {number} */ by) => named.filter((_, place) => place % by === 0);
  const touch = (/** @type {typeof named} */ some) => some.some(({ i, half }, k) => k && (i - some[k - 1].i) * step < half + some[k - 1].half + 4);
  let by = 1;
  while (touch(each(by))) by++;
  for (const { label, i } of each(by)) g.fillText(label, left + (i + 0.5) * step, bottom + under);
}

/** The bin that is furthest from the reference. @param {HistogramPanel} panel @param {Trace} trace @param {number} now */
export function tellHistogram({ title, reference, window, bins, was = "reference", quantiles = [], sign = "" }, trace, now) {
  const apart = bins.map((_, i) => Math.abs(trace.columns[window[i]][now] - trace.columns[reference[i]][now]));
  const place = apart.reduce((best, value, i) => (value > apart[best] || Number.isNaN(apart[best]) ? i : best), 0);
  if (Number.isNaN(apart[place])) return `${title}: not known yet.`;
  const each = quantiles.map(([name, ...columns]) => {
    const [before, at] = columns.map((column) => written(trace.columns[column][now], 0, sign));
    return `${name} ${at} (${was} ${before})`;
  });
  if (each.length) return `${title}: ${each.join(", ")}.`;
  const [share, before] = [window, reference].map((names) => written(trace.columns[names[place]][now], 0, "%"));
  if (share === before) return `${title}: within a point of the ${was} in every bin.`;
  return `${title}: furthest from the ${was} in bin ${bins[place] || place + 1}, ${share} and not ${before}.`;
}
