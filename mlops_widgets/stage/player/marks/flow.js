// Flow: requests on the way from their users to who answers, and back; one that failed comes back as a cross.

/** @import { Trace } from "../types" */
/** @import { FlowPanel, Frame } from "./types" */
import { written } from "./../numbers.js";
import { drawWord } from "./word.js";

const MIDDLE = 0.56; // of the width, where they are answered
const HALF = 0.6; // of the way, when
const SLOWEST = 4; // times the usual way: the longest that is drawn
const STAYS = 2; // usual ways, that a failure stays
const SPREAD = 26; // px, between the first user's dots and the last one's, where they are answered
const BEND = 12; // pieces of a curve
const HEADROOM = 14; // px, between the last of the way and the arrow's head

/** @typedef {{ place: number, off: number, target: number, failed: boolean, copy: boolean, done: number }} Dot a request, or its copy: its user's place, how far off the middle of those who go the same way, and what part of the way is behind it; above 1 it has failed and stays */
/** @typedef {{ left: number, top: number, right: number, bottom: number, middle: number, rows: number[] }} Plan */

/**
 * The requests that are on their way at a time, and the failures that have just come back.
 * @param {FlowPanel} panel @param {Trace} trace @param {number} time
 * @returns {Dot[]}
 */
export function underway({ places, ways, paces, shares, ticks, copies }, trace, time) {
  const own = ways.length - copies;
  const step = (trace.time[trace.n - 1] - trace.time[0]) / Math.max(trace.n - 1, 1);
  /** @type {Dot[]} */
  const dots = [];
  for (let i = 0; i < trace.n && trace.time[i] <= time; i++) {
    if (time - trace.time[i] > (SLOWEST + STAYS) * ticks * step) continue;
    const middles = middlesOf(shares.map((name) => trace.columns[name][i]));
    ways.forEach((name, k) => {
      const way = trace.columns[name][i];
      const gone = (time - trace.time[i]) / step - ((k % own) + 0.5) / own; // ticks since it left
      const takes = ticks * Math.min(trace.columns[paces[k]][i], SLOWEST);
      if (Number.isNaN(way) || gone <= 0 || gone >= takes + (way % 2 ? STAYS * ticks : 0)) return;
      const done = gone < takes ? gone / takes : 1 + (gone - takes) / (STAYS * ticks);
      const [place, target] = [trace.columns[places[k]][i], Math.floor(way / 2)];
      dots.push({ place, off: middles[target] - place, target, failed: way % 2 === 1, copy: k >= own, done });
    });
  }
  return dots;
}

/** The place of each target's middle user, the first one's at the top; half-way where it has none. @param {number[]} shares */
function middlesOf(shares) {
  let edge = 1;
  return shares.map((share) => (share > 0 ? (edge -= share) + share / 2 : 0.5));
}

/** @param {Frame} frame @param {FlowPanel} panel */
export function drawFlow(frame, panel) {
  const { g, left, right, top, bottom, colours, trace, now, time } = frame;
  const middle = left + MIDDLE * (right - left);
  const rows = panel.targets.map((_, i) => top + ((i + 0.5) / panel.targets.length) * (bottom - top));
  const plan = { left, right, top, bottom, middle, rows };
  const shares = panel.shares.map((name) => trace.columns[name][now]);
  const dots = underway(panel, trace, time);
  const copied = new Set(dots.filter(({ copy }) => copy).map(({ target }) => target));
  drawWord(frame, panel.words[0], left, top - 10, colours.soft);
  drawWord(frame, panel.words[1], right, top - 10, colours.soft, "right");
  let edge = 1;
  shares.forEach((share, target) => {
    g.strokeStyle = g.fillStyle = colours[panel.tones[target]];
    drawBed(g, plan, target, edge - share, edge, copied.has(target));
    edge -= share;
  });
  for (const dot of dots) drawDot(frame, panel, plan, dot);
  drawTargets(frame, panel, plan, shares, copied);
}

/** Where a dot is: a bend to who answers, then straight on. @param {Plan} plan @param {number} place @param {number} off @param {number} target @param {number} done @returns {[number, number]} */
function placeOf({ left, right, top, bottom, middle, rows }, place, off, target, done) {
  const row = rows[target] + off * SPREAD;
  if (done >= HALF) return [middle + ((right - HEADROOM - middle) * (Math.min(done, 1) - HALF)) / (1 - HALF), row];
  const gone = done / HALF;
  const start = bottom - place * (bottom - top);
  return [left + (middle - left) * gone, start + (row - start) * gone * gone * (3 - 2 * gone)];
}

/** The way of the users from `low` to `high`, as wide as they are many; dashed, and without an end, for copies. @param {CanvasRenderingContext2D} g @param {Plan} plan @param {number} target @param {number} low @param {number} high @param {boolean} copied */
function drawBed(g, plan, target, low, high, copied) {
  const { left, right, top, bottom, middle, rows } = plan;
  const bend = Array.from({ length: BEND + 1 }, (_, i) => (HALF * i) / BEND);
  if (high > low) {
    g.beginPath();
    for (const done of [...bend, 1]) g.lineTo(...placeOf(plan, high, (low - high) / 2, target, done));
    for (const done of [1, ...bend.toReversed()]) g.lineTo(...placeOf(plan, low, (high - low) / 2, target, done));
    g.globalAlpha = 0.1;
    g.fill();
    g.globalAlpha = 1;
    g.lineWidth = 1.5;
    g.beginPath();
    for (const [x, y] of [[-5, -5], [0, 0], [-5, 5]]) g.lineTo(right + x, rows[target] + y);
    g.stroke();
    g.fillRect(left - 2, bottom - high * (bottom - top), 4, (high - low) * (bottom - top) - 1);
  }
  if (copied) {
    g.lineWidth = 1;
    g.setLineDash([5, 4]);
    g.beginPath();
    for (const done of bend) g.lineTo(...placeOf(plan, 0.5, 0, target, done));
    g.stroke();
    g.setLineDash([]);
  }
  g.globalAlpha = copied || high > low ? 1 : 0.35;
  g.fillRect(middle - 2, rows[target] - SPREAD / 2 - 3, 4, SPREAD + 6);
  g.globalAlpha = 1;
}

/** A dot or a ring in the tone of who answers, a cross in that of a warning. @param {Frame} frame @param {FlowPanel} panel @param {Plan} plan @param {Dot} dot */
function drawDot({ g, colours }, { tones }, plan, { place, off, target, failed, copy, done }) {
  const [x, y] = placeOf(plan, place, off, target, copy ? Math.min(done, HALF) : done);
  if (copy && done >= HALF && !failed) return;
  const answered = failed && done >= HALF;
  g.strokeStyle = g.fillStyle = colours[answered ? "warn" : tones[target]];
  g.beginPath();
  if (answered) {
    g.lineWidth = 2;
    g.globalAlpha = Math.min(1, 2 - done);
    g.moveTo(x - 3, y - 3);
    g.lineTo(x + 3, y + 3);
    g.moveTo(x + 3, y - 3);
    g.lineTo(x - 3, y + 3);
    g.stroke();
  } else {
    g.lineWidth = 1;
    g.globalAlpha = 0.8;
    g.arc(x, y, copy ? 2.5 : 2.25, 0, 2 * Math.PI);
    if (copy) g.stroke();
    else g.fill();
  }
  g.globalAlpha = 1;
}

/** Who answers, over each; how many of the users, beside them. @param {Frame} frame @param {FlowPanel} panel @param {Plan} plan @param {number[]} shares @param {Set<number>} copied */
function drawTargets(frame, { targets, tones }, { left, top, bottom, middle, rows }, shares, copied) {
  const { g, colours } = frame;
  const [font, family] = [g.font, g.font.replace(/^.*px/, "")];
  let edge = 1;
  let free = top;
  targets.forEach((name, i) => {
    const tint = colours[tones[i] === "soft" ? "ink" : tones[i]];
    g.font = `600 11px${family}`;
    drawWord(frame, copied.has(i) && !(shares[i] > 0) ? `${name}, copies only` : name, middle, rows[i] - SPREAD / 2 - 11, tint);
    g.font = font;
    if (shares[i] > 0) {
      const y = Math.min(Math.max(bottom - (edge - shares[i] / 2) * (bottom - top), free + 4), bottom);
      drawWord(frame, written(shares[i], 0, "%"), left - 8, y, tint, "right");
      free = y + 10;
    }
    edge -= shares[i];
  });
}

/** How many of the last ticks' went where, and failed. @param {FlowPanel} panel @param {Trace} trace @param {number} now */
export function tellFlow({ title, ways, targets, ticks, copies, words }, trace, now) {
  const own = ways.length - copies;
  const [said, copied] = [ways.slice(0, own), ways.slice(own)].map((names) => counted(names, targets, words[2], trace, Math.max(now - ticks + 1, 0), now));
  if (!said.length) return `${title}: none yet.`;
  return `${title}, the last drawn: ${said.join(", ")}${copied.length ? `; copies: ${copied.join(", ")}` : ""}.`;
}

/** @param {string[]} names @param {string[]} targets @param {string} failing @param {Trace} trace @param {number} first @param {number} last */
function counted(names, targets, failing, { columns }, first, last) {
  const codes = names.flatMap((name) => [...columns[name].subarray(first, last + 1)]);
  return targets.flatMap((target, i) => {
    const [well, failed] = [2 * i, 2 * i + 1].map((code) => codes.filter((each) => each === code).length);
    return well + failed ? [`${well + failed} to ${target} (${failed || "none"} ${failing})`] : [];
  });
}
