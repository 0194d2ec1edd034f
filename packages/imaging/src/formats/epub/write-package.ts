import { createHash } from 'node:crypto';
import type { BookStory } from '../book-format.ts';
import { escapeXml } from '../escape-xml.ts';
import { credit } from '../write-xmp.ts';
import type { EpubPage } from './write-epub.ts';

/** A fixed date: a book has the same bytes whenever it is bound. */
const modified = '2000-01-01T00:00:00Z';

const summary =
  'Comic in fixed layout. The description of every panel and its words, in reading order, are text on each page. There is a list of pages.';

/** The package document: metadata for shelves, shops and assistive technology, the files, and their order. */
export function writePackage(
  story: BookStory,
  pages: readonly EpubPage[],
  meta: readonly (readonly [name: string, value: string])[],
): string {
  const tag = escapeXml(story.language);
  const { readingDirection } = story;
  return `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="${tag}" prefix="rendition: http://www.idpf.org/vocab/rendition/# schema: http://schema.org/ a11y: http://www.idpf.org/epub/vocab/package/a11y/#">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
${[...describe(story), ...accessibility(story), ...layout(), ...meta.map(([name, value]) => `<meta name="${name}" content="${escapeXml(value)}"/>`)].join('\n')}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="page.css" media-type="text/css"/>
${pages.map(({ name }, index) => `<item id="${name}" href="${name}.xhtml" media-type="application/xhtml+xml"/>\n<item id="${name}-image" href="${name}.jpg" media-type="image/jpeg"${index === 0 ? ' properties="cover-image"' : ''}/>`).join('\n')}
</manifest>
<spine page-progression-direction="${readingDirection === 'rtl' ? 'rtl' : 'ltr'}">
${pages.map((page) => `<itemref idref="${page.name}" properties="${spreadOf(page, readingDirection)}"/>`).join('\n')}
</spine>
</package>
`;
}

function describe({ id, identifier, title, language, author, summary: about, ...more }: BookStory): string[] {
  const { publisher, rights, series, number, volume, date, translator } = more;
  // A place in a series is made of whole numbers there; a word such as Special is none.
  const position = [number, volume].find((it) => /^\d+(\.\d+)*$/.test(String(it ?? '')));
  return [
    `<dc:identifier id="book">${escapeXml(identifier || madeIdentifier(id, language))}</dc:identifier>`,
    `<dc:title>${escapeXml(title)}</dc:title>`,
    `<dc:language>${escapeXml(language)}</dc:language>`,
    ...element('dc:creator', author),
    ...element('dc:description', about),
    ...element('dc:publisher', publisher),
    ...element('dc:rights', rights),
    ...element('dc:date', date),
    `<dc:contributor>${credit}</dc:contributor>`,
    ...(translator
      ? [
          `<dc:contributor id="translator">${escapeXml(translator)}</dc:contributor>`,
          '<meta refines="#translator" property="role" scheme="marc:relators">trl</meta>',
        ]
      : []),
    `<meta property="dcterms:modified">${modified}</meta>`,
    ...(series
      ? [
          `<meta property="belongs-to-collection" id="series">${escapeXml(series)}</meta>`,
          '<meta refines="#series" property="collection-type">series</meta>',
          ...(position === undefined ? [] : [`<meta refines="#series" property="group-position">${position}</meta>`]),
        ]
      : []),
  ];
}

function accessibility({ exemption }: BookStory): string[] {
  const facts = [
    ['schema:accessMode', 'visual'],
    ['schema:accessMode', 'textual'],
    ['schema:accessModeSufficient', 'textual'],
    ['schema:accessModeSufficient', 'visual'],
    ['schema:accessibilityFeature', 'alternativeText'],
    ['schema:accessibilityFeature', 'readingOrder'],
    ['schema:accessibilityFeature', 'tableOfContents'],
    ['schema:accessibilityFeature', 'pageNavigation'],
    ['schema:accessibilityFeature', 'pageBreakMarkers'],
    ['schema:accessibilityHazard', 'none'],
    ['schema:accessibilitySummary', summary],
    ...(exemption ? [['a11y:exemption', exemption]] : []),
  ];
  return facts.map(
    ([property, value]) =>
      `<meta property="${property}"${property === 'schema:accessibilitySummary' ? ' xml:lang="en"' : ''}>${value}</meta>`,
  );
}

const layout = (): string[] => [
  '<meta property="rendition:layout">pre-paginated</meta>',
  '<meta property="rendition:orientation">auto</meta>',
  '<meta property="rendition:spread">landscape</meta>',
];

const element = (name: string, value: string | number | null | undefined): string[] =>
  value ? [`<${name}>${escapeXml(String(value))}</${name}>`] : [];

/** A cover stands alone; every other page has its side. */
const spreadOf = ({ number, matter }: EpubPage, direction: BookStory['readingDirection']): string =>
  matter?.kind === 'cover' ? 'rendition:page-spread-center' : `page-spread-${sideOf(number, direction)}`;

/** The first page of a book is a right one; in a book read from right to left it is a left one. */
const sideOf = (number: number, direction: BookStory['readingDirection']): 'left' | 'right' =>
  (number % 2 === 1) === (direction !== 'rtl') ? 'right' : 'left';

/** A UUID (version 8) made from the story's id: each edition is a publication of its own. */
function madeIdentifier(id: string, language: string): string {
  const hash = createHash('sha256').update(`${id} ${language}`).digest('hex');
  const variant = ((parseInt(hash.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(18, 20)}-${hash.slice(20, 32)}`;
}
