import { canonicalLanguage, NextpanelError } from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** The language of an address in canonical form. Throws `invalid` for what is no BCP 47 tag. */
export function readLanguage(tag: string): string {
  const language = canonicalLanguage(tag);
  if (language !== null) return language;
  throw new NextpanelError(
    'invalid',
    `"${tag.slice(0, 64)}" is not a BCP 47 language tag; write one such as en, ar or pt-BR`,
  );
}

/** The edition that a language means: undefined for the original, whose language it is. */
export function editionNamed(
  { spec }: { readonly spec: { readonly language: string } },
  tag: string | undefined,
): string | undefined {
  if (tag === undefined) return undefined;
  const language = readLanguage(tag);
  return language === canonicalLanguage(spec.language) ? undefined : language;
}

export const noEdition = (language: string, others: readonly string[]): NextpanelError =>
  new NextpanelError(
    'not_found',
    `the story has no edition in "${language}"; ${others.length === 0 ? 'it has only the original' : `it has: ${others.join(', ')}`}`,
  );

/** The same for what was made of it. Throws `not_found` for a language that the story has no edition in. */
export async function findEdition(
  { state }: Pick<Context, 'state'>,
  head: Pick<StoryHead, 'id' | 'spec'>,
  tag: string | undefined,
): Promise<string | undefined> {
  const language = editionNamed(head, tag);
  if (language === undefined) return undefined;
  const languages = await state.editions.languages(head.id);
  if (languages.includes(language)) return language;
  throw noEdition(language, languages);
}
