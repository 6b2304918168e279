// When has the picture changed? Looked at after each painted frame, in the same way for every view.

const bench = (() => {
  let draws = 0;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.width > 120 && this.canvas.closest(".mlops-player")) draws++;
    return clear.apply(this, box);
  };

  const first = (selector) => document.querySelector(`.jp-OutputArea ${selector}`);
  // What of a view is new when a new trace is on it; "" as long as there is no picture.
  const looks = {
    ours: () => draws && first(".mlops-player .words")?.textContent,
    drawn: () => draws || "",
    plotly: () => first(".scatterlayer .js-line")?.getAttribute("d"),
    interact: () => [...document.querySelectorAll(".jp-OutputArea img")].filter((image) => image.complete && image.naturalWidth)[0]?.src,
  };

  // A message posted in an animation frame is delivered after that frame has been painted.
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()(performance.now());
  const painted = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        waiting.push(done);
        port2.postMessage(0);
      }),
    );

  let moved = 0;
  const now = () => (moved = performance.now());
  addEventListener("pointermove", now, true);
  addEventListener("keydown", now, true);

  return {
    /** Begin to look; `done` holds the ms from the last move of the hand, or from now, to the new picture; null for none. */
    arm(view, patience = 30000) {
      const before = looks[view]();
      const armed = draws;
      now();
      bench.done = (async () => {
        for (const end = moved + patience; performance.now() < end; ) {
          const time = await painted();
          const seen = looks[view]();
          if (seen && seen !== before && (view !== "ours" || draws > armed)) return time - moved;
        }
        return null;
      })();
    },
    /** Run the cell at this place and look for its picture. */
    async run(view, index = 0) {
      jupyterapp.shell.currentWidget.content.activeCellIndex = index;
      bench.arm(view);
      jupyterapp.commands.execute("notebook:run-cell");
      return bench.done;
    },
    /** Count new pictures for so many ms: how many a second, and the longest gap between two. */
    async count(view, ms) {
      const times = [performance.now()];
      for (let last = looks[view](); performance.now() < times[0] + ms; ) {
        const time = await painted();
        const seen = looks[view]();
        if (seen && seen !== last) times.push(time);
        last = seen;
      }
      times.push(Math.max(performance.now(), times[times.length - 1]));
      const gaps = times.slice(1).map((time, index) => time - times[index]);
      return { fps: (1000 * (times.length - 2)) / ms, gap: Math.max(...gaps) };
    },
  };
})();
window.bench = bench;
