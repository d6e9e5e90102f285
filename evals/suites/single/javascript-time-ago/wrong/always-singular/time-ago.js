"use strict";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago a date was, in words.
 *
 * Units are minutes, hours and days; anything in the future counts as now.
 *
 * @param {Date} date
 * @param {Date} now
 */
function timeAgo(date, now = new Date()) {
  const passed = now.getTime() - date.getTime();
  if (passed >= DAY) {
    return inWords(Math.floor(passed / DAY), "day");
  }
  if (passed >= HOUR) {
    return inWords(Math.floor(passed / HOUR), "hour");
  }
  return inWords(Math.floor(passed / MINUTE), "minute");
}

function inWords(count, unit) {
  return `${count} ${unit} ago`;
}

/** True if both dates are on the same day, in UTC. */
function sameDay(a, b) {
  return a.toISOString().slice(0, 10) === b.toISOString().slice(0, 10);
}

module.exports = { timeAgo, sameDay };
