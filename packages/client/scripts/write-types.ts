import { readFileSync, writeFileSync } from 'node:fs';
import { generateTypes } from './generate-types.ts';

// Writes src/api.generated.ts; with --check it only fails when the file is out of date.
const file = new URL('../src/api.generated.ts', import.meta.url);
const wanted = await generateTypes();
if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
} else if (readFileSync(file, 'utf8') !== wanted) {
  console.error('packages/client/src/api.generated.ts is out of date; run: npm run schema');
  process.exitCode = 1;
}
