export class TimeoutError extends Error {
  name = 'TimeoutError';
}

const realSleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks again and again until something is ready.
 *
 * Calls `check(attempt)` (1, 2, 3, ...; it may be async) until it gives something truthy, and resolves to that.
 *
 * - Between two calls it waits `interval` ms; with `factor` above 1 each wait is that much longer than the one before, but
 *   never longer than `maxInterval`. There is no wait before the first call.
 * - When `timeout` ms have gone by since the start and the check is still not ready, it rejects with a TimeoutError whose
 *   message has the number of attempts. It never waits longer than until the timeout; there is a last call at the timeout
 *   itself.
 * - When check throws, poll rejects with that error; but up to `tolerate` failures in a row are taken for "not ready". A
 *   call that does not throw ends the row.
 * - `onAttempt(attempt, ready)` is called after each call that did not throw.
 *
 * `sleep` and `now` are for tests.
 */
export async function poll(check, options = {}) {
  const { interval = 100, factor = 1, maxInterval = Infinity, timeout = 10_000, tolerate = 0, onAttempt } = options;
  const { sleep = realSleep, now = Date.now } = options;
  const end = now() + timeout;
  let wait = Math.min(interval, maxInterval);
  let failures = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await check(attempt);
      failures = 0;
      onAttempt?.(attempt, Boolean(result));
      if (result) return result;
    } catch (error) {
      failures++;
      if (failures > tolerate) throw error;
    }
    const left = end - now();
    if (left <= 0) throw new TimeoutError(`not ready after ${attempt} attempts`);
    await sleep(Math.min(wait, left));
    wait = Math.min(wait * factor, maxInterval);
  }
}
