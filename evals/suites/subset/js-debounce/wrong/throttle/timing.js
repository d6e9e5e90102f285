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
  let timer;
  function debounced(...args) {
    timer ??= setTimeout(() => { timer = undefined; fn.apply(this, args); }, wait);
  }
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}
