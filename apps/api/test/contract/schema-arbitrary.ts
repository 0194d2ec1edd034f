import fc, { type Arbitrary } from 'fast-check';
import type { Schema, Schemas } from '../described-operations.ts';

/** Deeper values are not made. */
const deepest = 7;

/** Texts that programs stumble over. */
const oddTexts = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00',
  '\u0000',
  '\uD800',
  '\u202Eabc\u202C',
  'é́́́́',
  '😀'.repeat(40),
  'x'.repeat(9_000),
  '<script>alert(1)</script>',
  "'; DROP TABLE stories; --",
  '{{7*7}}',
  '\r\nset-cookie: a=b',
  'story:*',
  '/(a+)+$/',
];

/** Values that are right nowhere, or almost. */
const odd: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 1e308, -0, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null]),
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.dictionary(fc.constantFrom('id', '__proto__', 'panels', 'x'), fc.constantFrom<unknown>(null, 1, 'x', []), {
    maxKeys: 3,
  }),
);

/** From what values are made. */
export interface Making {
  readonly schemas: Schemas;
  /** Ids that exist, and words that mean something somewhere. */
  readonly words: readonly string[];
  /** Whether a part may be missing, odd, or one too many. */
  readonly odd: boolean;
}

/** Values that a schema takes, or, when they may be odd, nearly takes. */
export function arbitraryOf(schema: Schema, making: Making, depth = 0): Arbitrary<unknown> {
  const right = rightFor(schema, making, depth);
  return making.odd ? fc.oneof({ weight: 24, arbitrary: right }, { weight: 1, arbitrary: odd }) : right;
}

function rightFor(schema: Schema, making: Making, depth: number): Arbitrary<unknown> {
  if (depth > deepest) return fc.constant(null);
  const of = (part: Schema) => arbitraryOf(part, making, depth + 1);
  if (schema.$ref !== undefined) return of(making.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices && choices.length > 0) return fc.oneof(...choices.map(of));
  const [type] = Array.isArray(schema.type) ? schema.type : [schema.type];
  switch (type) {
    case 'object':
      return objectOf(schema, making, of);
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: (schema.minItems ?? 0) + 3,
      });
    case 'integer':
      return numberOf(schema, making, Math.round);
    case 'number':
      return numberOf(schema, making, (value) => value);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textOf(schema, making);
    default:
      return fc.constant(null);
  }
}

function objectOf(
  { properties = {}, required = [] }: Schema,
  making: Making,
  of: (part: Schema) => Arbitrary<unknown>,
): Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part)]));
  const needed = Object.keys(properties).filter((name) => required.includes(name));
  const whole = fc.record(fields, { requiredKeys: needed });
  // What may be left out mostly is: few things go with everything else.
  const rest = fc.subarray(Object.keys(properties), { maxLength: Math.min(3, Object.keys(properties).length) });
  const usual = fc
    .tuple(whole, rest)
    .map(([value, names]) =>
      Object.fromEntries(Object.entries(value).filter(([name]) => needed.includes(name) || names.includes(name))),
    );
  if (!making.odd) return usual;
  return fc.oneof(
    { weight: 20, arbitrary: usual },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: usual.map((value) => ({ ...value, unheardOf: 1 })) },
  );
}

function numberOf(
  { minimum = 0, maximum = 100 }: Schema,
  { odd: mayBeOdd }: Making,
  round: (value: number) => number,
): Arbitrary<unknown> {
  const most = Math.max(minimum, maximum);
  const within = fc.double({ min: minimum, max: most, noNaN: true }).map(round);
  // Small numbers are those of things that exist.
  const small = fc.constantFrom(
    ...[1, 2, 3, 0.5].map(round).filter((value) => value >= minimum && value <= most),
    most,
  );
  const beyond = fc.constantFrom(minimum, most, minimum - 1, most + 1);
  return fc.oneof(small, within, ...(mayBeOdd ? [beyond] : []));
}

/** Addresses lead nowhere: to a port of this machine that nobody listens on. */
function textOf({ format, pattern }: Schema, { words, odd: mayBeOdd }: Making): Arbitrary<unknown> {
  if (format === 'uri')
    return fc.constantFrom('https://127.0.0.1:1/', 'http://[::1]:1/x.png', 'file:///etc/passwd', 'https://');
  if (format === 'date-time') return fc.constantFrom('2030-01-01T00:00:00Z', '2020-01-01T00:00:00.000Z');
  const fitting = pattern === undefined ? [] : words.filter((word) => new RegExp(pattern, 'u').test(word));
  const usual = fitting.length > 0 ? fc.constantFrom(...fitting) : fc.constantFrom(...words);
  if (!mayBeOdd)
    return pattern === undefined || fitting.length > 0 ? usual : fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.oneof(
    { weight: 8, arbitrary: usual },
    { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom(...oddTexts) },
  );
}
