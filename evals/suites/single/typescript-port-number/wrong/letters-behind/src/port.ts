export function parsePort(text: string): number | null {
  const port = parseInt(text, 10);
  return port >= 1 && port <= 65535 ? port : null;
}
