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
  drawBins(frame, panel.bins, step);
  /** @type {[number, number, number][]} */
  const taken = [];
  for (const [name, values, colour] of /** @type {const} */ ([["reference", reference, colours.ink], [panel.now, shares, colours[panel.tone]]])) {
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

/** What stands under the bins: each label, or each second, third … where they would touch. @param {Frame} frame @param {string[]} bins @param {number} step */
function drawBins({ g, left, bottom, colours }, bins, step) {
  g.fillStyle = colours.soft;
  g.textAlign = "center";
  g.textBaseline = "top";
  const named = bins.map((label, i) => ({ label, i, half: g.measureText(label).width / 2 })).filter(({ label }) => label);
  const each = (/** @type {number} */ by) => named.filter((_, place) => place % by === 0);
  const touch = (/** @type {typeof named} */ some) => some.some(({ i, half }, k) => k && (i - some[k - 1].i) * step < half + some[k - 1].half + 4);
  let by = 1;
  while (touch(each(by))) by++;
  for (const { label, i } of each(by)) g.fillText(label, left + (i + 0.5) * step, bottom + 7);
}

/** The bin that is furthest from the reference. @param {HistogramPanel} panel @param {Trace} trace @param {number} now */
export function tellHistogram({ title, reference, window, bins }, trace, now) {
  const apart = bins.map((_, i) => Math.abs(trace.columns[window[i]][now] - trace.columns[reference[i]][now]));
  const place = apart.reduce((best, value, i) => (value > apart[best] || Number.isNaN(apart[best]) ? i : best), 0);
  if (Number.isNaN(apart[place])) return `${title}: not known yet.`;
  const [share, was] = [window, reference].map((names) => written(trace.columns[names[place]][now], 0, "%"));
  if (share === was) return `${title}: within a point of the reference in every bin.`;
  return `${title}: furthest from the reference in bin ${bins[place] || place + 1}, ${share} and not ${was}.`;
}
