// What the table of runs sends and draws, for the type checker alone.

export interface RunsAxis {
  name: string;
  title: string;
  kind: "param" | "metric";
  low: number;
  high: number;
  log: boolean;
  word: boolean;
  ticks: [number, string][];
  places: number[];
}

export interface RunsBackdrop {
  columns: Record<string, [string, string, boolean]>;
  axes: RunsAxis[];
  place: string;
  example: string;
  count: number;
}

export interface RunsPicked {
  id: string;
  name: string;
  tags: [string, string][];
  note: string;
}

export interface RunsCurves {
  metric: string;
  metrics: string[];
  lines: { name: string; steps: number[]; values: number[] }[];
  low: number;
  high: number;
  ticks: [number, string][];
  last: number;
}

export interface RunsDifference {
  names: string[];
  rows: { kind: string; name: string; words: string[]; change: string }[];
  same: number;
  of: number;
}

export interface RunsView {
  verdict: [string, string][];
  sort: [string, boolean];
  where: string;
  brushes: Record<string, [number, number]>;
  columns: string[];
  hidden: number;
  wide: boolean;
  shown: number;
  members: number[] | null;
  selected: number[];
  absent: number;
  picked: RunsPicked[];
  curves: RunsCurves;
  difference: RunsDifference | null;
}

export interface RunsRow {
  id: string;
  name: string;
  cells: string[];
  tags: string[];
  note: string;
  selected: boolean;
}
