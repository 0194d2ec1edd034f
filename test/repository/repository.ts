import { readFileSync } from 'node:fs';
import { configDefaults } from '@nextpanel/core/config-defaults';

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

/** A default as a literal of TypeScript, or as one of `configDefaults` → as written into the environment. */
function asWritten(literal: string): string {
  const [, shared] = /^configDefaults\.(\w+)$/.exec(literal) ?? [];
  if (shared !== undefined) return String(configDefaults[shared as keyof typeof configDefaults]);
  return literal.replace(/^'(.*)'$/, '$1').replace(/(?<=\d)_(?=\d)/g, '');
}
