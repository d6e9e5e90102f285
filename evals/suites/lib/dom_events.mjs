// Events that bubble, can be stopped and prevented.

export class Event {
  constructor(type, options = {}) {
    Object.assign(this, { type, bubbles: false, cancelable: false, key: "", code: "", detail: null, ...options });
    this.target = this.currentTarget = null;
    this.defaultPrevented = false;
    this.timeStamp = 0;
  }
  preventDefault() { this.defaultPrevented = true; }
  stopPropagation() { this.stopped = true; }
  stopImmediatePropagation() { this.stopped = this.ended = true; }
  composedPath() { const path = []; for (let at = this.target; at; at = at.parentNode) path.push(at); return path; }
}

export class Target {
  #listeners = [];
  addEventListener(type, listener, options) {
    const set = typeof options === "object" ? options ?? {} : { capture: Boolean(options) };
    const known = this.#listeners.some((l) => l.type === type && l.listener === listener && l.capture === Boolean(set.capture));
    if (listener && !known) this.#listeners.push({ type, listener, once: Boolean(set.once), capture: Boolean(set.capture) });
  }
  removeEventListener(type, listener) {
    this.#listeners = this.#listeners.filter((l) => l.type !== type || l.listener !== listener);
  }
  dispatchEvent(event) {
    event.target = this;
    const path = [];
    for (let at = this; at; at = at.parentNode ?? (at.nodeType === 9 ? at.defaultView : null)) path.push(at);
    for (const at of [...path].reverse()) if (!event.stopped) at.hear(event, true);
    for (const at of event.bubbles ? path : [this]) if (!event.stopped) at.hear(event, false);
    return !event.defaultPrevented;
  }
  hear(event, capture) {
    event.currentTarget = this;
    for (const entry of [...this.#listeners]) {
      if (entry.type !== event.type || entry.capture !== capture || event.ended) continue;
      if (entry.once) this.#listeners = this.#listeners.filter((l) => l !== entry);
      (entry.listener.handleEvent ? entry.listener.handleEvent.bind(entry.listener) : entry.listener).call(this, event);
    }
    if (capture || event.ended) return;
    const own = this[`on${event.type}`] ?? this.inlineListener?.(event.type);
    if (typeof own === "function" && own.call(this, event) === false) event.preventDefault();
  }
}
