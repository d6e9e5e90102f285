import { createServer } from 'node:http';
import { RateWindow } from './rate-window.js';

const gate = new RateWindow({ limit: 100, windowMs: 60_000 });

export const server = createServer((request, response) => {
  const key = request.headers['x-api-key'] ?? request.socket.remoteAddress;
  if (!gate.allow(key)) {
    response.writeHead(429);
    response.end();
    return;
  }
  response.end('ok');
});
