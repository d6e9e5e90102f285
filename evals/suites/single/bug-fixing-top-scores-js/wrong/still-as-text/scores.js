'use strict';

/** The `n` highest scores, the highest first. */
function topScores(scores, n) {
  return [...scores].sort().reverse().slice(0, n);
}

/** The mean of all scores, null without scores. */
function meanScore(scores) {
  if (!scores.length) return null;
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** How many scores are at least `limit`. */
function countFrom(scores, limit) {
  return scores.filter((score) => score >= limit).length;
}

module.exports = { topScores, meanScore, countFrom };
