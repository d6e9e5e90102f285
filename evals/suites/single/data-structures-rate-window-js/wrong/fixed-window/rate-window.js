export class RateWindow {
  constructor({ limit, windowMs, now = Date.now }) {
    Object.assign(this, { limit, windowMs, now, windows: new Map() });
  }

  allow(key) {
    const begin = Math.floor(this.now() / this.windowMs);
    const window = this.windows.get(key);
    if (!window || window.begin !== begin) {
      this.windows.set(key, { begin, count: 1 });
      return true;
    }
    return ++window.count <= this.limit;
  }
}
