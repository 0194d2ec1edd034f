import { globSync } from 'node:fs';
import { errorCodes, factsOf, isErrorCode, warningCatalogue } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { pathOf, readText } from './repository.ts';

/**
 * The compiler refuses an unknown code where an error is thrown. Scripts of the store, comparisons with strings and codes that
 * nothing uses any more are what it cannot see.
 */

const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: pathOf('.') }).filter((file) => !file.includes('node_modules'));

const sources = filesOf('{packages,apps}/*/src/**/*.{ts,tsx}')
  .concat(filesOf('infra/local/src/**/*.ts'))
  .filter((file) => !file.startsWith('packages/core/src/errors/'));
const scripts = filesOf('packages/*/src/**/*.lua');

const found = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) => [...readText(file).matchAll(pattern)].map(([, code = '']) => code));

const inLua = [
  /\bset_status\('needs_attention', '(\w+)'\)/g,
  /\bwait_for\('(\w+)'/g,
  /\bgive_up_ordered\(\w+, '(\w+)'/g,
  /\bcode = '(\w+)'/g,
  /"code":"(\w+)"/g,
  /\.code == '(\w+)'/g,
].flatMap((pattern) => found(scripts, pattern));

describe('codes', () => {
  it('of every script of the store are in the catalogue', () => {
    expect(inLua).toEqual(
      expect.arrayContaining(['approval', 'crash_loop', 'provider_paused', 'cancelled', 'deleted']),
    );
    expect(inLua.filter((code) => !isErrorCode(code))).toEqual([]);
  });

  it('that programs compare with are in the catalogue', () => {
    const compared = found(
      // Those of zod.
      sources.filter((file) => !/\/(?:describe-issue|read-catalogue-file)\.ts$/.test(file)),
      /\b(?:code|waitingOn|reason) [!=]== '([a-z]+(?:_[a-z]+)+)'/g,
    );
    expect(compared.length).toBeGreaterThan(10);
    const warnings = Object.keys(warningCatalogue);
    const ofVendors = found(
      sources.filter((file) => file.startsWith('packages/providers')),
      /'([a-z_]+)'/g,
    );
    expect(
      compared.filter((code) => !isErrorCode(code) && !warnings.includes(code) && !ofVendors.includes(code)),
    ).toEqual([]);
  });

  it('of the catalogue are all used', () => {
    const literals = new Set([...found(sources, /'([a-z]+(?:_[a-z]+)*)'/g), ...inLua]);
    expect([...errorCodes, ...Object.keys(warningCatalogue)].filter((code) => !literals.has(code))).toEqual([]);
  });

  it('that drawing can end with stop the story or pass', () => {
    const drawing = sources.filter(
      (file) =>
        /^packages\/(?:providers\/src|pipeline\/src\/draw|core\/src\/prompts|store\/src\/artifacts)\//.test(file) ||
        /\/(?:frames|find-model|choose-quality|plan-contact-sheet|size-rule|inspect-picture|cut-contact-sheet)\.ts$/.test(
          file,
        ),
    );
    // fal's deliveries are refused at the API, not drawn.
    const codes = found(
      drawing.filter((file) => !/\/read-(batch-)?webhook\.ts$/.test(file)),
      /'([a-z]+(?:_[a-z]+)*)'/g,
    ).filter(isErrorCode);
    expect(codes).toEqual(expect.arrayContaining(['prompt_too_long', 'unknown_model', 'unknown_vendor_id', 'budget']));
    const silent = codes.filter((code) => !factsOf(code).stops && !factsOf(code).passes);
    expect([...new Set(silent)].filter((code) => !drawnElsewhere.has(code))).toEqual([]);
  });
});

/** Words that are codes, too, but stand for something else in those files. */
const drawnElsewhere = new Set(['invalid', 'not_found', 'reference_unreachable']);
