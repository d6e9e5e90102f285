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
  for (const [unit, size] of [["day", DAY], ["hour", HOUR], ["minute", MINUTE]]) {
    const count = Math.round(passed / size);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}

/** True if both dates are on the same day, in UTC. */
function sameDay(a, b) {
  return a.toISOString().slice(0, 10) === b.toISOString().slice(0, 10);
}

module.exports = { timeAgo, sameDay };
