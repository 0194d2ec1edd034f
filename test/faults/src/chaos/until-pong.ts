import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when a Redis or a sentinel answers, which it does not while it loads its data. */
export async function untilPong(port: number, password: string | null = null): Promise<void> {
  const ask = password === null ? 'PING\r\n' : `AUTH ${password}\r\nPING\r\n`;
  while (!(await pong(port, ask))) await sleep(20);
}

const pong = (port: number, ask: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(ask));
    socket.setTimeout(500, () => socket.destroy());
    let said = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      said += text;
      if (!/^(\+PONG|-LOADING)/m.test(said)) return;
      resolve(said.includes('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(false));
  });
