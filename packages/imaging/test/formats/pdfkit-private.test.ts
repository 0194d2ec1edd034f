import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { knownPdfkit } from '../../src/formats/pdf/pdfkit-private.ts';

it('the private fields of pdfkit are those of the installed version', () => {
  const packageJson = new URL('../../node_modules/pdfkit/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string };
  expect(version, 'check pdfkit-private.ts against the new version, then raise knownPdfkit').toBe(knownPdfkit);
});

it('no other file uses private fields of a library', () => {
  const folder = new URL('../../src/', import.meta.url);
  const using = globSync('**/*.ts', { cwd: folder.pathname }).filter((file) =>
    /\b_root\b|as unknown as \{/.test(readFileSync(new URL(file, folder), 'utf8')),
  );
  expect(using).toEqual(['formats/pdf/pdfkit-private.ts']);
});
