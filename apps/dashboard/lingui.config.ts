import type { ExtractorType, OrderByFn } from '@lingui/conf';
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

/** Loaded when messages are extracted, not with each build. */
const later = (match: (file: string) => boolean, load: () => Promise<ExtractorType>): ExtractorType => ({
  match,
  extract: async (...source) => (await load()).extract(...source),
});
const isAnchor = (file: string) => file.endsWith('/language/core-message.ts');
const isSource = (file: string) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');

type Ordered = Parameters<OrderByFn>[0];
const wordsOf = ({ messageId, entry }: Ordered): string => `${entry.message ?? ''} ${messageId}`;
function compare(a: Ordered, b: Ordered, by: (it: Ordered) => string | undefined): number {
  const [one, other] = [by(a) ?? '', by(b) ?? ''];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where the words of the dashboard are: one file for each language, in it every message that a page shows. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ar'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['<rootDir>/src'] }],
  extractors: [
    later(isAnchor, async () => (await import('./core-extractor.ts')).coreExtractor),
    later(isSource, async () => (await import('@lingui/cli/api/extractors/babel')).default),
  ],
  // The code of a placeholder may be a whole component, and would change the catalogues with each of its lines.
  format: formatter({ lineNumbers: false, printPlaceholdersInComments: false }),
  // By file, then by words: the same whatever order they came in.
  orderBy: (a, b) => compare(a, b, ({ entry }) => entry.origin?.[0]?.[0]) || compare(a, b, wordsOf),
});
