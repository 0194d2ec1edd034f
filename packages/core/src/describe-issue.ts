import type { z } from 'zod';
import { nearestWord } from './nearest-word.ts';
import { count, quote } from './quote.ts';
import type { Finding, Path } from './source-document.ts';
import type { Place, Places } from './story-places.ts';

/** What a message depends on besides zod's issue. */
export interface IssueContext extends Places {
  /** The whole document as it was read; the issue's path leads to its value. */
  readonly document: unknown;
  /** The value at a path as it was written, if it is a plain value but not text (`1984`, `0x1F`). */
  readonly writtenAt: (path: Path) => string | undefined;
}

/**
 * The one mapping from zod's issues to messages for users: what is wrong and what to do. zod's own messages never reach
 * users; messages in the schema (`custom` issues and patterns) do, after the value they are about.
 */
export function describeIssue(issue: z.core.$ZodIssue, context: IssueContext): Finding[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      onKey: true,
      detail: () => unknownKey(path, key, context),
    }));
  }
  const meant = meantBranch(issue);
  if (meant !== null) return meant.flatMap((it) => describeIssue({ ...it, path: [...path, ...it.path] }, context));
  return [{ path, detail: () => describe(issue, path, context) }];
}

/** Of a value that may have several forms, the mistakes in the only form it can be meant as; null: none, or the field has a message of its own. */
function meantBranch(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] | null {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return null;
  const meant = issue.errors.filter((issues) => issues.every((it) => it.code !== 'invalid_type' || it.path.length > 0));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

function describe(issue: z.core.$ZodIssue, path: Path, context: IssueContext): string {
  const value = valueAt(context.document, path);
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? missing(path, context) : wrongType(issue.expected, path, value, context);
    case 'invalid_value':
      return value === undefined
        ? missing(path, context)
        : notOneOf(issue.values.map(String), value, context.placeOf(path));
    case 'too_big':
      return tooMuch(value, Number(issue.maximum), context.placeOf(path));
    case 'too_small':
      return tooLittle(value, Number(issue.minimum), context.placeOf(path));
    case 'invalid_format':
    case 'custom':
      return typeof value === 'string' ? `${quote(value)} ${issue.message}` : issue.message;
    default:
      return `${nameValue(value)} is not valid here; expected ${context.placeOf(path).expected}`;
  }
}

function unknownKey(path: Path, key: string, { placeOf, ownersOf }: Places): string {
  const { keys = [], owner, synonyms = {} } = placeOf(path);
  const unknown = `unknown key ${quote(key)}`;
  const owners = ownersOf(key);
  const meant = Object.hasOwn(synonyms, key) ? synonyms[key] : nearestWord(key, keys);
  // A key that is valid elsewhere was misplaced, not misspelt, unless this place has a synonym for it.
  if (owners.length > 0 && !Object.hasOwn(synonyms, key))
    return `${unknown} of ${owner}; it belongs to ${owners.join(' or ')}`;
  return meant
    ? `${unknown}; did you mean \`${meant}\`?`
    : `${unknown}; ${owner} has ${keys.map((known) => `\`${known}\``).join(', ')}`;
}

function missing(path: Path, { placeOf }: Places): string {
  const { expected, empty } = placeOf(path);
  return path.length === 0
    ? (empty ?? `this is empty; expected ${expected}`)
    : `\`${path.at(-1)}\` is missing; add ${expected}`;
}

function wrongType(wanted: string, path: Path, value: unknown, context: IssueContext): string {
  const { placeOf, writtenAt } = context;
  const { expected, hint } = placeOf(path);
  if (value === null && path.length === 0) return missing(path, context);
  if (value === null) return `expected ${expected}, got nothing; write a value after the key`;
  const written = writtenAt(path);
  const got = `expected ${expected}, got ${nameValue(value, written)}`;
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const text = written ?? String(value);
    return text.length > 20 ? `${got}; put it in quotes` : `${got}; put it in quotes: ${quote(text)}`;
  }
  if (wanted === 'string') return `${got}; text that begins with "{" or "[" or contains ": " needs quotes`;
  if (wanted === 'boolean') return `${got}; write true or false, without quotes`;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return `${got}; remove the quotes`;
  return hint !== undefined && typeof value !== 'number' ? `${got}; ${hint}` : got;
}

function notOneOf(words: readonly string[], value: unknown, { meant = {} }: Place): string {
  const nearest =
    typeof value !== 'string' ? null : Object.hasOwn(meant, value) ? meant[value] : nearestWord(value, words);
  const choice = words.length === 1 ? `must be ${quote(words[0] as string)}` : `must be one of ${words.join(', ')}`;
  return nearest == null
    ? `${choice}; got ${nameValue(value)}`
    : `${choice}; got ${nameValue(value)}: did you mean ${quote(nearest)}?`;
}

function tooMuch(value: unknown, maximum: number, { several = 'entries', advice }: Place): string {
  const most = count(maximum);
  if (typeof value === 'string')
    return `is ${count(value.length)} characters long; at most ${most} are allowed: shorten it`;
  if (Array.isArray(value))
    return `has ${count(value.length)} ${several}; at most ${most} are allowed${advice ? `: ${advice}` : ''}`;
  return `must be at most ${most}; got ${nameValue(value)}`;
}

function tooLittle(value: unknown, minimum: number, { expected, several = 'entries' }: Place): string {
  if (typeof value === 'string') return `is empty; write ${expected}, or remove the key`;
  if (Array.isArray(value)) return `has no ${several}; at least ${minimum} is needed`;
  return `must be at least ${minimum}; got ${nameValue(value)}`;
}

/** A value in words: at most 60 characters of text, and no contents of lists and mappings. */
function nameValue(value: unknown, written?: string): string {
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'number') return `the number ${(written ?? String(value)).slice(0, 60)}`;
  if (typeof value === 'boolean') return `${value}`;
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const step of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
