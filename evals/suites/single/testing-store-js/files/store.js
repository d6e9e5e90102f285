'use strict';

/**
 * A small store for the state of a page.
 *
 * - get() gives the state, an object.
 * - set(patch) merges an object into the state. If a value changed by that, the listeners are called once, with the new
 *   and the old state. It returns whether something changed.
 * - subscribe(listener) adds a listener and returns a function that takes it away again.
 */
function createStore(initial = {}) {
  let state = { ...initial };
  const listeners = [];

  return {
    get: () => state,
    set(patch) {
      const old = state;
      const changed = Object.keys(patch).some((key) => patch[key] !== old[key]);
      if (!changed) return false;
      state = { ...old, ...patch };
      for (const listener of listeners) listener(state, old);
      return true;
    },
    subscribe(listener) {
      listeners.push(listener);
      return () => {
        listeners.splice(listeners.indexOf(listener), 1);
      };
    },
  };
}

module.exports = { createStore };
