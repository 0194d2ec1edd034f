import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorTable } from '../src/errors/error-table.ts';
import { eventsJsonSchema } from '../src/events/events-json-schema.ts';
import { storyJsonSchema } from '../src/story-json-schema.ts';

// Writes the published files that are made from this package; with --check it only fails when one of them is out of date.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const generated: Readonly<Record<string, string>> = {
  'packages/core/story-spec.schema.json': json(storyJsonSchema()),
  'packages/core/events.schema.json': json(eventsJsonSchema()),
  'docs/errors.md': errorTable(),
};

for (const [file, wanted] of Object.entries(generated)) {
  if (process.argv.includes('--check')) {
    if (readFileSync(`${root}${file}`, 'utf8') === wanted) continue;
    console.error(`${file} is out of date; run: npm run schema`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(`${root}${file}`), { recursive: true });
    writeFileSync(`${root}${file}`, wanted);
  }
}
