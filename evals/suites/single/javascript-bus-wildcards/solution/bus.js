/**
 * The event bus of the editor.
 *
 * Listeners are called in the order in which they were added. A listener that throws does not keep the others from
 * being called; its error goes to `onError`. A name that ends with `*` stands for all events that begin like it.
 */
export class Bus {
  #entries = [];
  #onError;

  constructor({ onError = (error) => console.error(error) } = {}) {
    this.#onError = onError;
  }

  /** Adds a listener; returns a function that removes it again. */
  on(name, listener) {
    return this.#add(name, listener, false);
  }

  /** Adds a listener that is removed before its first call. */
  once(name, listener) {
    return this.#add(name, listener, true);
  }

  #add(name, listener, once) {
    if (typeof listener !== "function") throw new TypeError("a listener has to be a function");
    this.#entries.push({ name, listener, once });
    return () => this.off(name, listener);
  }

  /** Removes a listener; does nothing when it isn't there. */
  off(name, listener) {
    const at = this.#entries.findIndex((entry) => entry.name === name && entry.listener === listener);
    if (at >= 0) this.#entries.splice(at, 1);
  }

  /** Calls the listeners of `name` with the payload; returns how many were called. */
  emit(name, payload) {
    let called = 0;
    for (const entry of this.#entries.filter((one) => hears(one.name, name))) {
      const at = this.#entries.indexOf(entry);
      if (at < 0) continue;
      if (entry.once) this.#entries.splice(at, 1);
      called++;
      try {
        entry.listener(payload, name);
      } catch (error) {
        this.#onError(error);
      }
    }
    return called;
  }

  /** Names that have listeners, sorted. */
  names() {
    return [...new Set(this.#entries.map((entry) => entry.name))].sort();
  }
}

function hears(pattern, name) {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
