import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorTable } from '../../src/errors/error-table.ts';
import {
  describeCode,
  type ErrorCode,
  errorCodes,
  exitCodeOfCode,
  exitCodeOfHttp,
  factsOf,
  pausesProvider,
} from '../../src/errors/index.ts';
import { requestErrors } from '../../src/errors/request-errors.ts';
import { storyErrors } from '../../src/errors/story-errors.ts';
import { systemErrors } from '../../src/errors/system-errors.ts';
import { vendorErrorCodes } from '../../src/index.ts';

/** Published by the first release. Programs depend on them. */
const published: readonly (readonly [ErrorCode, status: number, exit: number])[] = [
  ['unparsable', 400, 2],
  ['invalid_cursor', 400, 2],
  ['bad_request', 400, 2],
  ['webhook_unsigned', 400, 2],
  ['webhook_late', 401, 4],
  ['webhook_forged', 401, 4],
  ['webhook_unreadable', 422, 2],
  ['unauthorized', 401, 4],
  ['host_not_allowed', 403, 4],
  ['origin_not_allowed', 403, 4],
  ['not_found', 404, 6],
  ['not_drawn', 404, 6],
  ['not_bound', 404, 6],
  ['method_not_allowed', 405, 2],
  ['invalid_state', 409, 2],
  ['too_large', 413, 2],
  ['unsupported_media_type', 415, 2],
  ['range_not_satisfiable', 416, 2],
  ['invalid', 422, 2],
  ['idempotency_mismatch', 422, 2],
  ['unknown_asset', 422, 2],
  ['reference_unreadable', 422, 2],
  ['provider_unavailable', 422, 4],
  ['unknown_model', 422, 2],
  ['method_unavailable', 422, 2],
  ['model_retired', 422, 2],
  ['quality_unsupported', 422, 2],
  ['prompt_too_long', 422, 2],
  ['model_cannot_chain', 422, 2],
  ['size_unsupported', 422, 2],
  ['picture_unreadable', 422, 2],
  ['picture_too_large', 422, 2],
  ['unexpected', 500, 1],
  ['disk_full', 507, 5],
  ['not_ready', 503, 5],
  ['shutting_down', 503, 5],
  ['redis_unreachable', 503, 5],
  ['redis_full', 503, 5],
  ['redis_too_old', 503, 5],
  ['redis_evicts', 503, 5],
  ['data_dir_unwritable', 503, 5],
];

test.each(published)('%s keeps its status %i and exit code %i', (code, status, exit) => {
  expect([factsOf(code).status, exitCodeOfCode(code)]).toEqual([status, exit]);
});

test.each([
  ['config_invalid', 2],
  ['usage', 2],
  ['invalid_story_file', 2],
  ['server_unreachable', 5],
  ['out_unwritable', 5],
  ['provider_paused', 4],
  ['wrong_credentials', 4],
  ['moderation_blocked', 3],
] as const)('%s exits with %i', (code, exit) => {
  expect(exitCodeOfCode(code)).toBe(exit);
});

test('no code stands in two tables', () => {
  expect(errorCodes).toHaveLength([requestErrors, storyErrors, systemErrors].flatMap(Object.keys).length);
});

test('an unknown code exits by its status', () => {
  expect([401, 403, 404, 409, 422, 429, 500, 503].map(exitCodeOfHttp)).toEqual([4, 4, 6, 2, 2, 1, 1, 5]);
});

test.each(errorCodes)('%s is described in sentences', (code) => {
  const { title, remedy } = factsOf(code);
  expect(title).toMatch(/^[A-Za-z].*[^.]$/);
  expect(remedy).toMatch(/^[A-Z].*\.$/);
});

test.each(vendorErrorCodes)('%s of a provider stops the story, unless it passes', (code) => {
  expect(factsOf(code).stops === true || factsOf(code).passes === true).toBe(true);
});

test('a provider is paused for its key and its account', () => {
  expect(errorCodes.filter(pausesProvider)).toEqual(['quota_exhausted', 'wrong_credentials', 'forbidden']);
});

test('an unknown code is described by its name', () => {
  expect(describeCode('moon_phase')).toMatchObject({ title: 'The reason is “moon phase”', brief: 'moon phase' });
  expect(describeCode('constructor').title).toBe('The reason is “constructor”');
});

test('docs/errors.md is the table of this code; if not, run: npm run schema', () => {
  expect(readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorTable());
});
