/** Number of nights between two days like 2025-03-01; NaN if one is missing. */
export function nights(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
