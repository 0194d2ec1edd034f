import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a process loads no HTTP client before it sends a delivery or fetches a picture', async () => {
  const script = `
    import { Module } from 'node:module';
    await import('./src/index.ts');
    const clients = Object.keys(Module._cache).filter((path) => /[/]undici[/]/.test(path));
    process.stdout.write(JSON.stringify(clients.slice(0, 3)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '..'),
  });
  expect(JSON.parse(stdout)).toEqual([]);
});
