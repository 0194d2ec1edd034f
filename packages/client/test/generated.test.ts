import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateTypes } from '../scripts/generate-types.ts';

test('src/api.generated.ts is generated from openapi.json; if not, run: npm run schema', async () => {
  const file = readFileSync(new URL('../src/api.generated.ts', import.meta.url), 'utf8');
  expect(file).toBe(await generateTypes());
});
