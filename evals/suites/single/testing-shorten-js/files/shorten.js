'use strict';

/** A text of more than `max` characters is cut after `max` characters and gets '...' behind it; others stay as they are. */
function shorten(text, max) {
  if (text.length <= max) return text;
  return text.slice(0, max) + '...';
}

module.exports = { shorten };
