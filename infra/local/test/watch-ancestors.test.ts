import { expect, test } from 'vitest';
import { type Ancestor, wrappersAbove } from '../src/watch-ancestors.ts';

test.each<[string, string[][], number]>([
  [
    'npm start: npm, its shell, npx, its shell, pnpm and its shell',
    [
      ['sh', '-c', 'node a'],
      ['/cache/pnpm', 'run', 'up'],
      ['sh', '-c', 'pnpm run up'],
      ['npm exec pnpm run up'],
      ['sh', '-c', 'npx pnpm'],
      ['npm start'],
      ['-bash'],
      ['sshd'],
    ],
    6,
  ],
  ['npm run by its script', [['/usr/bin/node', '--no-warnings', '/usr/lib/npm/bin/npm-cli.js', 'start'], ['zsh']], 1],
  ['pnpm run by corepack', [['node', '/home/a/.cache/pnpm/bin/pnpm.cjs', 'start'], ['zsh']], 1],
  ["a user's shell above npm is not ours", [['npm start'], ['bash', '-c', 'npm start &'], ['cron']], 1],
  ['a shell alone is not ours', [['sh', '-c', 'node apps/cli/src/main.ts up'], ['sshd']], 0],
  ['another program ends the line', [['timeout', '9', 'node'], ['npm start']], 0],
  ['any other Node program is not ours', [['node', '/srv/npm-dashboard.js'], ['npm start']], 0],
])('%s', (_, above, watched) => {
  const line: Ancestor[] = above.map((argv, nth) => ({ pid: 100 - nth, ppid: 99 - nth, startTime: `${nth}`, argv }));
  const look = (pid: number) => line.find((each) => each.pid === pid);
  expect(wrappersAbove(100, look)).toEqual(line.slice(0, watched));
});
