import { readdirSync, readFileSync } from 'node:fs';
import { vendorErrorCodes } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { explainCode } from '../../src/data/explain-code.ts';

const unexplained = 'The reason is named';

test.each(vendorErrorCodes)('%s of a vendor is explained', (code) => {
  expect(explainCode(code).meaning).not.toContain(unexplained);
});

test('every reason that a transition of the store gives is explained', () => {
  const folder = new URL('../../../../packages/store/src/transitions/', import.meta.url);
  const scripts = readdirSync(folder)
    .filter((name) => name.endsWith('.lua'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const codes = scripts.flatMap((script) => [
    ...[...script.matchAll(/set_status\('needs_attention', '(\w+)'\)/g)].map(([, code = '']) => code),
    ...[...script.matchAll(/wait_for\('(\w+)'/g)].map(([, code = '']) => code),
  ]);
  expect(codes).toEqual(expect.arrayContaining(['approval', 'crash_loop', 'frame_lost', 'provider_paused']));
  for (const code of codes) expect(explainCode(code).meaning, code).not.toContain(unexplained);
});

test('an unknown code is told as words, whatever it is called', () => {
  expect(explainCode('moon_phase').meaning).toBe('The reason is named “moon phase”.');
  expect(explainCode('constructor').meaning).toBe('The reason is named “constructor”.');
});
