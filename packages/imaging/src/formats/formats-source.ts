import type { BookFormatFolder } from './book-format.ts';
import { formats } from './formats.ts';

/** What of the formats core keeps: schema, API, command line and dashboard list them from there. */
export function formatsSource(): string {
  // Functions are left out of JSON: what remains is the description.
  return `// Generated from packages/imaging/src/formats: run \`schema\` after changing a format.

export const boundFormats = ${JSON.stringify(formats, null, 2)} as const;
`;
}

/** `docs/formats.md`. */
export function formatsDocument(): string {
  const layouts = { main: 'that of the story', webtoon: '`webtoon`' } as Readonly<Record<string, string>>;
  const rows = Object.entries(formats).map(
    ([name, { label, about, extension, layout, signed }]: [string, BookFormatFolder]) =>
      `| \`${name}\` | ${label}, ${about} | \`.${extension}\` | ${layouts[layout] ?? layout} | ${signed ? 'yes' : 'never'} |`,
  );
  return `# Book formats

What \`book.formats\` of a [story file](story-file.md#book) may list. Each is one file per language. Generated from
\`packages/imaging/src/formats\`; run \`schema\` after changing a format.

| format | what it is | file | layout | [signed](provenance.md) |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
