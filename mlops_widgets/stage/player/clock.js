// Where is the playhead, and does it move? Time runs only while the player is seen.

export class Clock {
  /** @param {() => void} onmove called once for each frame in which something moved */
  constructor(onmove) {
    this.onmove = onmove;
    this.low = 0;
    this.high = 1;
    this.time = 0;
    this.speed = 1;
    this.playing = false;
    this.seen = false;
    this.frame = 0;
    this.last = 0;
  }

  /** @param {number} low @param {number} high */
  span(low, high) {
    this.low = low;
    this.high = high;
    this.time = Math.min(Math.max(this.time, low), high);
  }

  play() {
    if (this.time >= this.high) this.time = this.low;
    this.playing = true;
    this.wake();
  }

  /** From the end go back to where there is something left to see; tells where that is. @param {number} share of the run */
  reopen(share) {
    if (this.time >= this.high) {
      this.time = this.low + share * (this.high - this.low);
      this.play();
    }
    return this.time;
  }

  pause() {
    this.playing = false;
    this.wake();
  }

  /** @param {number} time */
  seek(time) {
    this.time = Math.min(Math.max(time, this.low), this.high);
    this.wake();
  }

  /** @param {boolean} seen */
  see(seen) {
    this.seen = seen;
    if (seen) this.wake();
  }

  /** Ask for the next frame, once. */
  wake() {
    if (this.frame || !this.seen) return;
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now */
  tick(now) {
    this.frame = 0;
    if (this.playing) {
      const seconds = Math.min(Math.max(now - this.last, 0), 100) / 1000; // a hidden tab does not leap
      this.time = Math.min(this.time + seconds * this.speed, this.high);
      if (this.time >= this.high) this.playing = false;
    }
    this.onmove();
    if (this.playing) {
      this.wake();
      this.last = now;
    }
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.playing = false;
    this.seen = false;
  }
}
