import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';

const dist = fileURLToPath(new URL('../../apps/dashboard/dist/', import.meta.url));

/** Most bytes, gzipped, of all scripts that one page may load, including its dialogs; its words come beside them. */
const mostBytes = 250_000;
/** Most bytes, gzipped, of the words of one language, with those for what the server says. A page loads one. */
const mostWordBytes = 50_000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

const manifest = JSON.parse(readFileSync(`${dist}manifest.json`, 'utf8')) as Record<string, Chunk>;
const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry) ?? '';
const pages = (manifest[entry]?.dynamicImports ?? []).filter((name) => name.endsWith('-page.tsx'));

/** A chunk and everything it loads, at once or later, except other pages. */
function reach(name: string, seen: Set<string>): Set<string> {
  const chunk = manifest[name];
  if (!chunk || seen.has(name)) return seen;
  seen.add(name);
  const later = name === entry ? [] : (chunk.dynamicImports ?? []);
  for (const next of [...(chunk.imports ?? []), ...later]) reach(next, seen);
  return seen;
}

const gzipped = (file: string): number => gzipSync(readFileSync(`${dist}${file}`), { level: 9 }).length;

describe('the scripts of a page', () => {
  it.each(pages)('%s is at most 250 kB of script, gzipped', (page) => {
    const files = [...reach(page, reach(entry, new Set()))].map((name) => manifest[name]?.file ?? '');
    const sizes = files.filter((file) => file.endsWith('.js')).map((file) => [file, gzipped(file)] as const);
    const sum = sizes.reduce((total, [, size]) => total + size, 0);
    console.info(`${page}: ${Math.round(sum / 100) / 10} kB`);
    expect(sum).toBeGreaterThan(50_000);
    expect(sum, sizes.map(([file, size]) => `${file} ${size}`).join('\n')).toBeLessThanOrEqual(mostBytes);
  });

  it.each(['en', 'ar'])('have no words in them: those in “%s” are a file of their own', (language) => {
    const { file } = manifest[`src/locales/${language}.po`] as Chunk;
    const bytes = gzipped(file);
    console.info(`${language}: ${Math.round(bytes / 100) / 10} kB`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(mostWordBytes);
    const sentence = 'Drawn panels and their cost stay';
    const holders = globSync('**/*.js', { cwd: dist }).filter((name) =>
      readFileSync(`${dist}${name}`, 'utf8').includes(sentence),
    );
    expect(holders).toEqual([expect.stringMatching(/^assets\/en-/)]);
  });

  it('are stored compressed, as they are sent', () => {
    const { file } = manifest[entry] as Chunk;
    expect(readFileSync(`${dist}${file}.gz`).length).toBeLessThan(readFileSync(`${dist}${file}`).length / 2);
    expect(readFileSync(`${dist}${file}.br`).length).toBeLessThan(readFileSync(`${dist}${file}.gz`).length);
  });
});

test('the schemas of core are in no script, and YAML is read only where a story is edited', () => {
  const withYaml = globSync('**/*.js', { cwd: dist }).filter((name) => {
    const script = readFileSync(`${dist}${name}`, 'utf8');
    expect(script).not.toMatch(/\$ZodType|ZodError/);
    return script.includes('YAMLParseError');
  });
  expect(withYaml).toEqual([expect.stringContaining('new-story-dialog')]);
});

test('the page contains nothing inline that its policy would refuse', () => {
  const page = readFileSync(`${dist}index.html`, 'utf8');
  expect(page).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/);
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
