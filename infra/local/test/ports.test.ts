import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkPort, freePort } from '../src/ports.ts';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

test('a free port is free, and outside the range for outgoing connections', async () => {
  const port = await freePort();
  expect(port).toBeLessThan(32_768);
  await expect(checkPort('127.0.0.1', port)).resolves.toBeUndefined();
});

test('a port in use is reported with the option that changes it', async () => {
  const port = await freePort();
  server = createServer();
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  await expect(checkPort('127.0.0.1', port)).rejects.toMatchObject({
    code: 'port_taken',
    exitCode: 5,
    message: expect.stringContaining('PORT'),
  });
  const options = { host: '--host', port: '--port' };
  await expect(checkPort('127.0.0.1', port, options)).rejects.toMatchObject({
    message: expect.stringContaining('set --port to another'),
  });
});

test("an address that is not this machine's is reported as such", async () => {
  // 192.0.2.0/24 is set aside for documentation (RFC 5737).
  await expect(checkPort('192.0.2.1', 3000)).rejects.toMatchObject({
    code: 'host_unavailable',
    message: expect.stringContaining('HOST'),
  });
});
