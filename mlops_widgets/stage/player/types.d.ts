// What the kernel sends and what the player keeps, for the type checker alone.

import type { Panel } from "./marks/types";

export type Tone = "ink" | "soft" | "accent" | "warn" | "good";
export type Value = string | number | boolean;

export interface Control {
  name: string;
  title: string;
  unit: string;
  source: string;
  kind: "range" | "number" | "menu" | "toggle" | "text";
  when: Record<string, string[]>;
  min?: number;
  max?: number;
  step?: number;
  choices?: [string, string][];
  stops?: number[];
}

export interface Action {
  kind: string;
  title: string;
  fields: Control[];
  defaults: Record<string, Value>;
}

export interface Spec {
  model: string;
  name: string;
  controls: Control[];
  front: number;
  actions: Action[];
  parts: Record<string, string>;
  play: boolean;
  tick: number | null;
  notice?: string;
  kept?: boolean;
  vary?: Record<string, Value[]>;
}

export type Intervention = { kind: string; tick: number } & Record<string, Value>;
export type Scenario = { interventions: Intervention[]; [knob: string]: Value | Intervention[] };

export type Mark =
  | { mark: "points"; column: string; tone: Tone }
  | { mark: "line"; column: string; tone: Tone; dashed: boolean; label: string; count?: string; step?: "" | "pre" | "post" }
  | { mark: "band"; low: string; high: string; tone: Tone; label: string }
  | { mark: "stack"; layers: string[]; labels: string[]; tones: Tone[] }
  | { mark: "bundle"; many: string[]; ends: number[]; tone: Tone; ended: Tone }
  | { mark: "window"; width: string; label: string }
  | { mark: "span"; column: string; label: string; tone: Tone }
  | { mark: "threshold"; at: number; label: string; tone: Tone }
  | { mark: "pick"; kind: string; label: string };

export interface Lane {
  title: string;
  unit: string;
  height: number;
  low: number;
  high: number;
  log?: boolean;
  ticks: [number, string][];
  marks: Mark[];
}

export interface Axis {
  unit: string;
  start: string | null;
  ticks: [number, string][];
  speeds: number[];
}

export interface Flag {
  tick: number;
  time: number;
  label: string;
  tone: Tone;
}

export interface ReadOut {
  name: string;
  column: string;
  digits: number;
  unit: string;
  base: string;
}

export interface Verdict {
  tick: number;
  phrases: [string, Tone][];
}

export interface Picture {
  title: string;
  subtitle: string;
  sources: string;
  axis: Axis;
  lanes: Lane[];
  flags: Flag[];
  verdicts: Verdict[];
  readouts: ReadOut[];
  panels?: Panel[]; // a run kept before there were any has none
  above?: Panel[];
}

export interface Layout {
  n: number;
  of: number;
  even: [number, number] | null;
  thinned: boolean;
  columns: [string, number, number][];
}

export interface Trace {
  n: number;
  time: Float64Array;
  ticks: Int32Array;
  columns: Record<string, Float32Array>;
}

export interface Run {
  picture: Picture;
  trace: Trace;
}

export interface Answer {
  id: string;
  scenario: Scenario;
  picture?: Picture;
  layout: Layout;
  text: string;
  seconds: number;
  error: string;
}

export interface Request {
  id?: string;
  scenario: Scenario;
  pins?: Scenario[];
}

export interface Ghosted {
  scenario: Scenario;
  lanes: Lane[];
  reads?: Record<string, string>; // column → its read-out's name; a run kept before there was this has none
  layout: Layout;
  bytes: number;
}

export interface Ghost {
  name: string;
  dash: number[];
  scenario: Scenario;
  lanes: Lane[];
  reads?: Record<string, string>;
  trace: Trace;
}

export interface KeptRun {
  answer: Answer;
  bytes: number;
}

export interface Manager {
  get_model(id: string): Promise<{ comm_live: boolean }>;
  kernel?: Kernel | null;
}

export interface Kernel {
  commsOverSubshells?: string;
  statusChanged?: { connect(heard: Heard): void; disconnect(heard: Heard): void };
  anyMessage?: { connect(heard: (sender: unknown, heeded: Heeded) => void): void };
  requestCommInfo?(about: { target_name: string }): Promise<{ content: { comms?: Record<string, unknown> } }>;
}

export type Heard = (sender: unknown, status: string) => void;
export type Heeded = { msg: { header: { session: string } }; direction: string };

export interface Model {
  get(name: "spec"): Spec;
  get(name: "answer"): Answer;
  get(name: "data"): DataView;
  get(name: "ghosts"): Ghosted[];
  get(name: "ghost_data"): DataView;
  set(name: "request", value: Request): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  widget_manager?: Manager;
}

export type Colours = Record<Tone | "line" | "bg", string>;

/** What a mark is given to draw with: a context, the two scales, the plot's box, the colours, the playhead. */
export interface Pen {
  g: CanvasRenderingContext2D;
  x: (time: number) => number;
  y: (value: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  colours: Colours;
  trace: Trace;
  now: number;
  time: number;
}

// A live run: rows that come while one looks.

/** How a list became another: so many dropped from the start, so many kept after those, these added. */
export interface Moved<T> {
  drop: number;
  keep: number;
  add: T[];
}

export interface Parts extends Partial<Omit<Picture, "lanes" | "flags" | "verdicts">> {
  lanes?: Lane[] | Record<string, Lane>;
  flags?: Moved<Flag>;
  verdicts?: Moved<Verdict>;
}

export type LiveState = "live" | "stopped" | "closed";

export type LiveMessage = { count: number; total: number; from: number; state: LiveState; error: string; data: DataView } & (
  | { kind: "whole"; columns: string[]; picture: Picture | null }
  | { kind: "rows"; picture: Parts }
);

export interface LiveModel extends Model {
  get(name: "spec"): Spec & { keep: number; slots: number };
  get(name: "start"): LiveMessage & { kind: "whole" };
  get(name: `news${number}`): Partial<LiveMessage>;
  get(name: "answer"): Answer;
  get(name: "data"): DataView;
  get(name: "ghosts"): Ghosted[];
  get(name: "ghost_data"): DataView;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  send(content: { kind: "whole" }): void;
}
