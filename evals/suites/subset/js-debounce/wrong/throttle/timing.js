/** Small helpers around time. */

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Calls fn at most once; later calls return the first result. */
export function once(fn) {
  let done = false;
  let result;
  return function (...args) {
    if (!done) {
      done = true;
      result = fn.apply(this, args);
    }
    return result;
  };
}

/** Calls fn after `wait` milliseconds without another call. */
export function debounce(fn, wait) {
  let timer = null;
  let waiting = null;
  function run() {
    const call = waiting;
    clear();
    if (call) fn.apply(call.self, call.args);
  }
  function clear() {
    clearTimeout(timer);
    timer = waiting = null;
  }
  function debounced(...args) {
    if (timer) return;
    waiting = { self: this, args };
    timer = setTimeout(run, wait);
  }
  debounced.cancel = clear;
  debounced.flush = run;
  return debounced;
}
