export type Result<T> = { ok: true; value: T } | { ok: false; error: string };

/** Reads a port number from 1 to 65535. */
export function parsePort(text: string): Result<number> {
  const digits = text.trim();
  const value = Number(digits);
  if (!/^[0-9]+$/.test(digits) || value < 1 || value > 65535) {
    return { ok: false, error: `not a port: "${text}"` };
  }
  return { ok: true, value };
}
