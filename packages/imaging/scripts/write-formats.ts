import { writeFileSync } from 'node:fs';
import { formatsDocument, formatsSource } from '../src/formats/formats-source.ts';

// Writes core's copy of what describes the book formats, and their documentation.
const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
writeFileSync(at('packages/core/src/formats/bound-formats.generated.ts'), formatsSource());
writeFileSync(at('docs/formats.md'), formatsDocument());
