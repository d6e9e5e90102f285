'use strict';

/** Numbers from start up to but not including end: range(2, 5) is [2, 3, 4]. With one argument it counts from 0. */
function range(start, end) {
  if (end === undefined) {
    end = start;
    start = 0;
  }
  const numbers = [];
  for (let n = start; n < end; n += 1) numbers.push(n);
  return numbers;
}

module.exports = { range };
