import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps track of connections on which no request came yet; returns what closes them. Browsers and fetch open such ahead of
 * need; Node does not count them as idle, so they would hold up the close of a server until its deadline.
 */
export function silentConnections(server: HttpServer): () => void {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return () => {
    for (const socket of silent) socket.destroy();
  };
}
