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

export const debounce = (fn, wait) => {
  let id = null;
  const run = (...args) => {
    if (id !== null) clearTimeout(id);
    id = setTimeout(() => {
      id = null;
      fn(...args);
    }, wait);
  };
  run.cancel = function () {
    clearTimeout(id);
    id = null;
  };
  return run;
};
