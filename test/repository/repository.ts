import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** Absolute path of a file of the repository. */
export const pathOf = (file: string): string => new URL(file, root).pathname;

export const readText = (file: string): string => readFileSync(pathOf(file), 'utf8');

/**
 * The variables that `parseConfig` reads, with their default as the environment would say it; null without one. Read from
 * the source, since a schema's keys are no part of what `core` exports.
 */
export function configVariables(): Map<string, string | null> {
  const source = readText('packages/core/src/config.ts');
  const [, schema = ''] = /const envSchema = z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(source) ?? [];
  const entries = schema.split(/^ {2}(?=[A-Z])/m).filter(Boolean);
  return new Map(
    entries.map((entry) => {
      const [, fallback] = /\.default\((.*?)\)/s.exec(entry) ?? [];
      return [entry.slice(0, entry.indexOf(':')), fallback === undefined ? null : asWritten(fallback)];
    }),
  );
}

/** A default as a literal of TypeScript → as written into the environment. */
const asWritten = (literal: string): string => literal.replace(/^'(.*)'$/, '$1').replace(/(?<=\d)_(?=\d)/g, '');
