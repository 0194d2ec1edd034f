import { readBookDate } from '@nextpanel/core';
import type { BookStory } from '../book-format.ts';
import { escapeXml } from '../escape-xml.ts';
import { credit } from '../write-xmp.ts';

/**
 * MetronInfo.xml, schema v1.0 (https://metron-project.github.io/docs/category/metroninfo), which readers and libraries take in place of
 * ComicInfo. Its lists of words are closed; what has no place in them is left out.
 */
export function writeMetronInfo(story: BookStory, pageCount: number): string {
  const { title, series, number, volume, summary, publisher, author, genre, characters, identifier, date, translator } =
    story;
  const isManga = story.readingDirection === 'rtl';
  const hasVolume = volume !== undefined && volume !== null;
  const isbn = isbnIn(identifier);
  // The schema knows whole days only.
  const day = readBookDate(date ?? '')?.day === undefined ? null : String(date);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<MetronInfo>',
    ...(publisher ? ['  <Publisher>', `    ${element('Name', publisher)}`, '  </Publisher>'] : []),
    `  <Series${languageOf(story.language)}>`,
    `    ${element('Name', series ?? title)}`,
    ...(hasVolume && !isManga ? [`    ${element('Volume', volume)}`] : []),
    `    ${element('Format', series ? 'Single Issue' : 'One-Shot')}`,
    '  </Series>',
    ...(hasVolume && isManga ? [`  ${element('MangaVolume', volume)}`] : []),
    `  ${element('Number', number ?? 1)}`,
    ...listOf('Stories', 'Story', [title]),
    ...(summary ? [`  ${element('Summary', summary)}`] : []),
    ...(day === null ? [] : [`  ${element('StoreDate', day)}`]),
    `  ${element('PageCount', pageCount)}`,
    `  ${element('Notes', credit)}`,
    ...listOf('Genres', 'Genre', (genre ?? '').split(',')),
    ...listOf('Characters', 'Character', characters),
    ...(isbn === null ? [] : ['  <GTIN>', `    ${element('ISBN', isbn)}`, '  </GTIN>']),
    ...creditsOf([
      ['Writer', author],
      ['Translator', translator],
    ]),
    '</MetronInfo>',
    '',
  ].join('\n');
}

const element = (name: string, content: string | number): string => `<${name}>${escapeXml(String(content))}</${name}>`;

function listOf(list: string, item: string, contents: readonly string[]): string[] {
  const given = contents.map((content) => content.trim()).filter(Boolean);
  return given.length === 0
    ? []
    : [`  <${list}>`, ...given.map((content) => `    ${element(item, content)}`), `  </${list}>`];
}

/** Who did what, where that is known. */
function creditsOf(people: readonly (readonly [role: string, name: string | null | undefined])[]): string[] {
  const known = people.flatMap(([role, name]) =>
    name
      ? [
          '    <Credit>',
          `      ${element('Creator', name)}`,
          '      <Roles>',
          `        ${element('Role', role)}`,
          '      </Roles>',
          '    </Credit>',
        ]
      : [],
  );
  return known.length === 0 ? [] : ['  <Credits>', ...known, '  </Credits>'];
}

/** The schema knows languages of two letters only. */
function languageOf(tag: string): string {
  const { language } = new Intl.Locale(tag);
  return /^[a-z]{2}$/.test(language) ? ` lang="${language}"` : '';
}

/** An identifier that is an ISBN, as its digits. */
function isbnIn(identifier: string | null | undefined): string | null {
  const digits = (identifier ?? '').replace(/^(urn:)?isbn:?/i, '').replaceAll(/[\s-]/g, '');
  return /^(97[89]\d{10}|\d{9}[\dX])$/.test(digits) ? digits : null;
}
