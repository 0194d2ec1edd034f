import type { z } from 'zod';

/** What an answer says, or what keeps it from being used, in words for the model. */
export type ReadAnswer<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unreadable'; readonly mistakes: readonly string[] };

/** More mistakes than these teach nothing. */
const mistakesMost = 8;

/** Reads JSON out of an answer, strictly by its schema. A fence around it, or words before and after it, are taken off. */
export function readJsonAnswer<Value>(text: string, schema: z.ZodType<Value>): ReadAnswer<Value> {
  const json = cutOut(text);
  if (json === null) return unreadable(['there is no JSON object in the answer']);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return unreadable([`the JSON is broken: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { kind: 'read', value: parsed.data } : unreadable(parsed.error.issues.map(describe));
}

const unreadable = (mistakes: readonly string[]) => ({
  kind: 'unreadable' as const,
  mistakes: mistakes.slice(0, mistakesMost),
});

/** From the first brace to the last one. */
function cutOut(text: string): string | null {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  return from === -1 || to < from ? null : text.slice(from, to + 1);
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const place = path.map(String).join('.');
  return `${place === '' ? 'the answer' : place}: ${message}`;
}
