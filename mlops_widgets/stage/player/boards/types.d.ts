// What boards send and draw, for the type checker alone.

import type { Manager, Value } from "../types";

export type BoardAction = { kind: string } & Record<string, Value>;

export interface PointsRow {
  label: string;
  points: number[];
  found: boolean[];
  words: string;
}

export interface PointsReadOut {
  name: string;
  value: string;
  base: string;
  at: number;
  others: number[];
}

export interface PointsView {
  points: number[];
  nobodys: number[];
  verdict: [string, string][];
  readouts: PointsReadOut[];
  rows: PointsRow[];
  compared: number;
  stale: boolean;
}

export interface PointsColumn {
  title: string;
  unit: string;
  low: number;
  high: number;
  ticks: [number, string][];
  values: number[];
}

export interface PointsBackdrop {
  series: string;
  title: string;
  about: string;
  choices: [string, string][];
  moments: string[];
  ticks: [number, string][];
  columns: PointsColumn[];
  people: number;
  foot: string;
}

export interface PredictView {
  question: string;
  answers: string[];
  number: { low: number; high: number; step: number; unit: string } | null;
  given: Value | null;
  open: boolean;
  verdict: [string, string][];
}

export interface PointsValue {
  at: number;
  when: string;
  values: string[];
  yours: boolean;
  people: number | null;
}

export interface BoardPage {
  first: number;
  rows: unknown[];
  total: number;
}

export interface BoardAnswer {
  id: string;
  edition: number;
  page?: BoardPage;
  view?: object;
  text: string;
  said: string;
  undo: boolean;
  redo: boolean;
  seen: Record<string, number>;
  error: string;
  notes: string[];
}

export interface BoardModel {
  get(name: "spec"): { model: string; name: string; key: string };
  get(name: "answer"): BoardAnswer;
  get(name: "backdrop"): PointsBackdrop;
  set(name: string, value: object): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  widget_manager?: Manager;
}
