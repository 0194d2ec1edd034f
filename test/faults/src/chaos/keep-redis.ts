import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRedis, freePort } from '@nextpanel/local';
import { type KeptProcess, keepProcess } from './keep-process.ts';

export interface KeptRedis {
  readonly process: KeptProcess;
  readonly port: number;
  readonly url: string;
}

/**
 * A Redis with our settings (each write on disk before it is acknowledged) and its own folder. When killed, it starts again with
 * the same data and port.
 */
export async function keepRedis(folder: string): Promise<KeptRedis> {
  const binary = await findRedis({});
  const port = await freePort();
  const dir = join(folder, 'redis');
  await mkdir(dir, { recursive: true });
  const shipped = await readFile(new URL('../../../../infra/redis/redis.conf', import.meta.url), 'utf8');
  const config = join(dir, 'redis.conf');
  const own = ['bind 127.0.0.1', `port ${port}`, `dir ${JSON.stringify(dir)}`, 'daemonize no', 'logfile ""'];
  await writeFile(config, [shipped, ...own, 'appendonly yes', 'appendfsync always', ''].join('\n'));
  const kept = keepProcess({
    name: 'redis',
    command: binary.path,
    args: [config],
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...binary.env },
    logFile: join(folder, 'redis.log'),
    ready: () => untilPong(port),
  });
  return { process: kept, port, url: `redis://127.0.0.1:${port}` };
}

/** Resolves when it answers, which it does not while it loads its data. */
async function untilPong(port: number): Promise<void> {
  while (!(await pong(port))) await sleep(20);
}

const pong = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    socket.setTimeout(500, () => socket.destroy());
    socket.once('data', (said) => {
      resolve(said.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(false));
  });
