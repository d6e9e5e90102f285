'use strict';

/** The `n` highest scores, the highest first. */
function topScores(scores, n) {
  return [...scores].sort((a, b) => a - b).slice(-n);
}

/** The score in the middle; of an even number of scores the mean of the two in the middle. null without scores. */
function medianScore(scores) {
  if (!scores.length) return null;
  const sorted = [...scores].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many scores are at least `limit`. */
function countFrom(scores, limit) {
  return scores.filter((score) => score >= limit).length;
}

module.exports = { topScores, medianScore, countFrom };
