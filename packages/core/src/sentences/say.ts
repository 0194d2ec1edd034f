import { type SentenceCode, sentences } from './sentences.ts';

/** Names of the values in a sentence. */
type ValueNames<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ValueNames<Rest>
  : never;

export type SentenceValues<Code extends SentenceCode> = {
  readonly [Name in ValueNames<(typeof sentences)[Code]>]: string | number;
};

type ValuesOf<Code extends SentenceCode> = [ValueNames<(typeof sentences)[Code]>] extends [never]
  ? []
  : [values: SentenceValues<Code>];

/** A sentence of the table, in English. */
export function say<Code extends SentenceCode>(code: Code, ...[values]: ValuesOf<Code>): string {
  const given = (values ?? {}) as Readonly<Record<string, string | number>>;
  return sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(given[name]));
}
