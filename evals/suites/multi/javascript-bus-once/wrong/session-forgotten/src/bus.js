// A small event bus.

export class Bus {
  #listeners = new Map();

  /** Call the listener with the payload of every event of this name. */
  on(name, listener) {
    if (typeof listener !== "function") throw new TypeError("a listener must be a function");
    if (!this.#listeners.has(name)) this.#listeners.set(name, []);
    this.#listeners.get(name).push(listener);
  }

  /** Like on(), for the first event only. */
  once(name, listener) {
    if (typeof listener !== "function") throw new TypeError("a listener must be a function");
    const wrapped = (payload) => {
      this.off(name, wrapped);
      listener(payload);
    };
    wrapped.original = listener;
    this.on(name, wrapped);
  }

  /** Remove a listener, if it is there. */
  off(name, listener) {
    const listeners = this.#listeners.get(name) ?? [];
    const index = listeners.findIndex((l) => l === listener || l.original === listener);
    if (index >= 0) listeners.splice(index, 1);
  }

  /** Tell all listeners, in the order they came; returns how many there were. */
  emit(name, payload) {
    const listeners = this.#listeners.get(name) ?? [];
    let count = 0;
    for (const listener of [...listeners]) {
      listener(payload);
      count += 1;
    }
    return count;
  }

  /** Number of listeners of an event. */
  count(name) {
    return (this.#listeners.get(name) ?? []).length;
  }
}
