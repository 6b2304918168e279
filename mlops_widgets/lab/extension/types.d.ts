// What JupyterLab hands over, as far as the extension uses it; for the type checker alone.

/** What Lab and its extensions share: name → version → a way to it. */
export type Scope = Record<string, Record<string, { get: () => Promise<() => unknown>; loaded?: unknown }>>;

export interface Token {
  name: string;
}

export interface Signal<T> {
  connect(heard: (sender: unknown, value: T) => void): void;
}

export interface Widget {
  node: HTMLElement;
  isDisposed: boolean;
  disposed: Signal<void>;
  dispose(): void;
  show(): void;
  removeClass(name: string): void;
}

export interface PanelType {
  new (): Renderer;
}

/** One output of a notebook: what it holds, and whether the notebook is trusted. */
export interface Output {
  trusted: boolean;
  data: Record<string, unknown>;
}

export interface Renderer extends Widget {
  widgets: readonly Widget[];
  renderModel(model: Output): Promise<void>;
}

export interface Factory {
  safe: boolean;
  mimeTypes: string[];
  createRenderer(options: { mimeType: string }): Renderer;
}

export interface Registry {
  getFactory(mimeType: string): Factory | undefined;
  addFactory(factory: Factory, rank: number): void;
}

export interface Tracker<T> {
  widgetAdded: Signal<T>;
  forEach(each: (panel: T) => void): void;
}

export type Notebooks = Tracker<{ content: { rendermime: Registry } }>;
export type Consoles = Tracker<{ console: { rendermime: Registry } }>;

/** A document in Lab's main area, as far as it is a notebook. */
export interface Panel {
  context?: { path: string; ready: Promise<void> };
  content: { node: HTMLElement; setFragment?(fragment: string): Promise<void> };
}

export interface App {
  shell: { currentWidget: unknown };
  commands: { commandExecuted: Signal<{ id: string; args: Record<string, unknown>; result: Promise<unknown> }> };
}

declare global {
  interface Window {
    _JUPYTERLAB?: Record<string, { init(scope: Scope): void; get(name: string): Promise<() => unknown> }>;
  }
}
