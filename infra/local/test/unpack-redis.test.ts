import { expect, test } from 'vitest';
import { missingPackages } from '../src/unpack-redis.ts';

test('the server and the missing libraries are fetched, without init scripts or upgrades', () => {
  const simulation = `Reading package lists...
The following NEW packages will be installed:
  adduser libjemalloc2 liblzf1 redis-server redis-tools
Inst adduser (3.134 Debian:12.0/stable [all])
Inst libc6 [2.36-9] (2.36-10 Debian:12.0/stable [amd64])
Inst libjemalloc2 (5.3.0-1 Debian:12.0/stable [amd64])
Inst liblzf1 (3.6-3 Debian:12.0/stable [amd64])
Inst redis-tools (5:7.0.15-1~deb12u7 Debian:12.0/stable [amd64])
Inst redis-server (5:7.0.15-1~deb12u7 Debian:12.0/stable [amd64])
Conf redis-server (5:7.0.15-1~deb12u7 Debian:12.0/stable [amd64])
`;
  expect(missingPackages(simulation)).toEqual(['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1']);
});

test('an installed server that is not on PATH is fetched anyway', () => {
  expect(missingPackages('redis-server is already the newest version (5:7.0.15-1).\n')).toEqual([
    'redis-server',
    'redis-tools',
  ]);
});
