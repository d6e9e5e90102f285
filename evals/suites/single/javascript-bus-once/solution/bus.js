/**
 * The event bus of the editor.
 *
 * Listeners are called in the order in which they were added. A listener that throws does not keep the others from
 * being called; its error goes to `onError`.
 */
export class Bus {
  #listeners = new Map();
  #onError;

  constructor({ onError = (error) => console.error(error) } = {}) {
    this.#onError = onError;
  }

  /** Adds a listener; returns a function that removes it again. */
  on(name, listener) {
    if (typeof listener !== "function") throw new TypeError("a listener has to be a function");
    if (!this.#listeners.has(name)) this.#listeners.set(name, []);
    this.#listeners.get(name).push(listener);
    return () => this.off(name, listener);
  }

  /** Adds a listener that is removed when it is called. */
  once(name, listener) {
    const remove = this.on(name, (payload) => {
      remove();
      listener(payload);
    });
    return remove;
  }

  /** Removes a listener; does nothing when it isn't there. */
  off(name, listener) {
    const list = this.#listeners.get(name);
    if (!list) return;
    const at = list.indexOf(listener);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) this.#listeners.delete(name);
  }

  /** Calls the listeners of `name` with the payload; returns how many were called. */
  emit(name, payload) {
    const list = [...(this.#listeners.get(name) ?? [])];
    for (const listener of list) {
      try {
        listener(payload);
      } catch (error) {
        this.#onError(error);
      }
    }
    return list.length;
  }

  /** Names that have listeners, sorted. */
  names() {
    return [...this.#listeners.keys()].sort();
  }
}
