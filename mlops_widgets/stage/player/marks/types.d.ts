// What panels are made of and drawn with, for the type checker alone.

import type { Colours, Tone, Trace } from "../types";

export interface Scale {
  low: number;
  high: number;
  ticks: [number, string][];
}

interface Panelled {
  title: string;
  unit: string;
  now: string;
  tone: Tone;
}

/** Shares in bins at the playhead: the window's as bars, the reference's as an outline. */
export interface HistogramPanel extends Panelled {
  mark: "histogram";
  axes: { x: null; y: Scale };
  reference: string[];
  window: string[];
  bins: string[];
  was?: string; // a run kept before there was this, and what follows, has none
  edges?: number[];
  quantiles?: [string, string, string][];
  sign?: string;
}

/** Two features at the playhead: the last ticks' dots over the reference's rings. */
export interface CloudPanel extends Panelled {
  mark: "cloud";
  axes: { x: Scale; y: Scale };
  x: string[];
  y: string[];
  reference: [number, number][];
  names: [string, string];
  ticks: number;
  was?: string; // a run kept before there was this has none
  counted?: boolean; // the same
}

/** What is believed of several quantities at the playhead: normal curves over one axis. */
export interface BellsPanel {
  mark: "bells";
  title: string;
  unit: string;
  axes: { x: Scale; y: Scale };
  means: string[];
  spreads: string[];
  labels: string[];
  tones: Tone[];
  low: number;
  high: number;
  digits: number;
  sign: string;
}

/** Requests on their way at the playhead, and what comes back. */
export interface FlowPanel {
  mark: "flow";
  title: string;
  unit: string;
  axes: { x: null; y: null };
  places: string[];
  ways: string[];
  paces: string[];
  targets: string[];
  shares: string[];
  tones: Tone[];
  ticks: number;
  copies: number;
  words: [string, string, string];
}

/** What is left of a budget at the playhead. */
export interface GaugePanel {
  mark: "gauge";
  title: string;
  unit: string;
  axes: { x: null; y: null };
  left: string;
  other: string;
  rate: string;
  now: string;
  beside: string;
}

/** A thing seen from above, and dots on it. */
export interface PlanPanel {
  mark: "plan";
  title: string;
  unit: string;
  axes: { x: null; y: null };
  x: string[];
  y: string[];
  outline: [number, number][];
  dots: string;
  ticks: number;
  tone: Tone;
}

/** What the scene has said up to the playhead. */
export interface TickerPanel {
  mark: "ticker";
  title: string;
  unit: string;
  axes: { x: null; y: null };
}

export type Panel = HistogramPanel | CloudPanel | BellsPanel | FlowPanel | GaugePanel | PlanPanel | TickerPanel;

/** What a panel is drawn with: a context, the plot's box, the colours, the trace, the playhead's time and tick. */
export interface Frame {
  g: CanvasRenderingContext2D;
  left: number;
  right: number;
  top: number;
  bottom: number;
  colours: Colours;
  trace: Trace;
  now: number;
  time: number;
}
