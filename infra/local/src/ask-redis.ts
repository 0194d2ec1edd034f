import { connect } from 'node:net';

/** `loading`: up, and reading its data; `silent`: nobody there, somebody else there, or no answer in time. */
export type RedisAnswer = 'pong' | 'loading' | 'silent';

/** Sends PING to a `redis://:password@host:port` URL over a socket of its own. Never throws. */
export function askRedis(url: string, timeoutMs = 1_000): Promise<RedisAnswer> {
  const { hostname, port, password } = new URL(url);
  return new Promise((resolve) => {
    let replies = '';
    const socket = connect({ host: hostname, port: Number(port) });
    const answer = (value: RedisAnswer) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(timeoutMs, () => answer('silent'));
    socket.on('error', () => answer('silent'));
    socket.on('close', () => answer('silent'));
    socket.on('connect', () => socket.write(`AUTH ${decodeURIComponent(password)}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      replies += chunk.toString('latin1');
      // Two whole lines: the answer to AUTH, which is allowed while loading, and the one to PING.
      const [auth, ping, rest] = replies.split('\r\n');
      if (rest === undefined) return;
      if (auth === '+OK' && ping === '+PONG') answer('pong');
      else answer(ping?.startsWith('-LOADING') ? 'loading' : 'silent');
    });
  });
}
