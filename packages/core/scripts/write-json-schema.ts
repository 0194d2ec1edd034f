import { readFileSync, writeFileSync } from 'node:fs';
import { storyJsonSchema } from '../src/story-json-schema.ts';

// Writes story-spec.schema.json from the zod schema; with --check it only fails when the file is stale.
const file = new URL('../story-spec.schema.json', import.meta.url);
const wanted = `${JSON.stringify(storyJsonSchema(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
} else if (readFileSync(file, 'utf8') !== wanted) {
  console.error('packages/core/story-spec.schema.json is stale; run: npm run schema');
  process.exitCode = 1;
}
