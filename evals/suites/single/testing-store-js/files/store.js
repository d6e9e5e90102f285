'use strict';

/**
 * A small store for the state of a page.
 *
 * - get() gives the state, a frozen object.
 * - set(patch) merges the patch (an object, or a function from the state to one) into the state. Listeners are called
 *   once, with the new and the old state, but only if a value really changed (compared by Object.is); then the state is a
 *   new object, else it stays the same one. set returns whether something changed.
 * - subscribe(listener) returns a function that takes the listener away; calling that twice does no harm. Listeners are
 *   called in the order in which they were added.
 * - watch(key, listener) calls the listener with the new and the old value of one key, only when that changed. It
 *   returns a function that ends it.
 * - batch(work) calls work(); all changes in it are told to the listeners once, at its end (with the state from before as
 *   the old one), even if work throws. Batches may be nested; the outermost counts. If after all nothing has changed since
 *   before, nobody is told.
 */
function createStore(initial = {}) {
  let state = Object.freeze({ ...initial });
  let listeners = [];
  let depth = 0;
  let before = state;

  function same(a, b) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => Object.is(a[key], b[key]));
  }

  function tell() {
    const old = before;
    before = state;
    if (same(old, state)) return;
    for (const listener of [...listeners]) listener(state, old);
  }

  return {
    get: () => state,
    set(patch) {
      const values = typeof patch === 'function' ? patch(state) : patch;
      const next = Object.freeze({ ...state, ...values });
      if (same(state, next)) return false;
      state = next;
      if (depth === 0) tell();
      return true;
    },
    subscribe(listener) {
      const entry = (now, old) => listener(now, old);
      listeners = [...listeners, entry];
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    watch(key, listener) {
      return this.subscribe((now, old) => {
        if (!Object.is(now[key], old[key])) listener(now[key], old[key]);
      });
    },
    batch(work) {
      depth += 1;
      try {
        return work();
      } finally {
        depth -= 1;
        if (depth === 0) tell();
      }
    },
  };
}

module.exports = { createStore };
