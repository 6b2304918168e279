// What boards send and draw, for the type checker alone.

import type { Manager, Value } from "../types";

export type BoardAction = { kind: string } & Record<string, Value | string[]>;

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

export interface PointsValue {
  at: number;
  when: string;
  values: string[];
  yours: boolean;
  people: number | null;
}

export interface TagsBackdrop {
  title: string;
  about: string;
  columns: string[];
  names: string[];
  cells: string[][];
  sounds: boolean;
}

export interface TagsView {
  verdict: [string, string][];
  tags: { name: string; count: number; share: number; low: number; high: number; says: string; between: string }[];
  carried: [number, number[]][];
}

export interface BoardPage {
  first: number;
  rows: unknown[];
  total: number;
}

export interface PredictView {
  question: string;
  answers: string[];
  number: { low: number; high: number; unit: string } | null;
  given: Value | null;
  open: boolean;
  verdict: [string, string][];
}

export interface QuizJudged {
  right: boolean;
  word: string;
  rows: { says: string; because: string; tone: string; tag: string }[];
  why: string;
}

export interface QuizQuestion {
  name: string;
  kind: "single" | "multiple" | "ordering" | "matching" | "numeric";
  how: string;
  ask: string;
  unit: string;
  choices: [string, string][];
  starts: [string, string][];
  picks: string[];
  answered: boolean;
  judged: QuizJudged | null;
}

export interface QuizResult {
  value: string;
  name: string;
  earlier: string[];
  advice: string;
  heading: string;
  revisit: string[];
  again: string;
  table?: { caption: string; head: string[]; rows: string[][] };
}

export interface QuizView {
  title: string;
  about: string;
  verdict: [string, string][];
  attempt: number;
  per_question: boolean;
  questions: QuizQuestion[];
  result: QuizResult | null;
}

/** The controls that answer one question. */
export interface Answering {
  node: HTMLElement;
  read(): string[];
  write(picks: string[]): void;
  missing(): string;
  first(): HTMLElement;
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
