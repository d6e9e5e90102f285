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
    return Math.floor(passed / DAY) + " days ago";
  }
  if (passed >= HOUR) {
    const hours = Math.floor(passed / HOUR);
    return hours + (hours === 1 ? " hour ago" : " hours ago");
  }
  return Math.floor(passed / MINUTE) + " minutes ago";
}

/** True if both dates are on the same day, in UTC. */
function sameDay(a, b) {
  return a.toISOString().slice(0, 10) === b.toISOString().slice(0, 10);
}

module.exports = { timeAgo, sameDay };
