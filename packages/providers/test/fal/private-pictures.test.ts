import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { fetchPicture } from '../../src/fal/fetch-picture.ts';
import { openTransport } from '../../src/fal/transport.ts';

const signal = new AbortController().signal;

test.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'])(
  'a picture that fal says is at %s is not connected to, and stays with its request',
  async (name) => {
    let connections = 0;
    await using server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    server.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = { key: 'id:secret', transport: openTransport(null), fetchMs: 10_000, signal };
    await expect(fetchPicture(`https://${name}:${port}/frame.png`, options)).rejects.toMatchObject({
      code: 'picture_unreachable',
      money: 'paid',
      fault: 'final',
      collectable: true,
      message: expect.stringContaining('FAL_BASE_URL'),
    });
    expect(connections).toBe(0);
  },
);
