'use strict';

/**
 * A text of at most `max` characters.
 *
 * - A text that is short enough stays as it is.
 * - A longer one is cut at the last blank at which the beginning and `end` fit into `max` characters. A first word that
 *   is too long itself is cut anywhere, so that the result has exactly `max` characters.
 * - Blanks, commas and full stops right in front of `end` are taken away.
 * - A `max` that isn't above the length of `end` is a RangeError.
 */
function shorten(text, max, end = '...') {
  if (max <= end.length) throw new RangeError(`${max} is too short`);
  if (text.length <= max) return text;
  const room = max - end.length;
  const blank = text.lastIndexOf(' ', room);
  const cut = blank > 0 ? text.slice(0, blank) : text.slice(0, room);
  return cut.replace(/[ ,.]+$/, '') + end;
}

module.exports = { shorten };
