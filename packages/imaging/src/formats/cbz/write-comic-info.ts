import type { BookStory } from '../book-format.ts';
import { escapeXml } from '../escape-xml.ts';

export interface ComicPage {
  /** Size of the image file. */
  readonly bytes: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * ComicInfo.xml, schema v2.0 (https://anansi-project.github.io/docs/comicinfo/schemas/v2.0). The schema is a sequence:
 * the order of elements is part of validity.
 */
export function writeComicInfo(story: BookStory, pages: readonly ComicPage[]): string {
  const elements: (readonly [name: string, value: string | number | null | undefined])[] = [
    ['Title', story.title],
    ['Series', story.title],
    ['Number', 1],
    ['Summary', story.summary],
    ['Notes', 'Made with nextpanel'],
    ['Writer', story.author],
    ['PageCount', pages.length],
    ['LanguageISO', story.language],
    ['Manga', story.readingDirection === 'rtl' ? 'YesAndRightToLeft' : 'No'],
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<ComicInfo xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
    ...elements.flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [`  <${name}>${escapeXml(String(value))}</${name}>`],
    ),
    '  <Pages>',
    ...pages.map(
      ({ bytes, width, height }, image) =>
        `    <Page Image="${image}" Type="Story" ImageSize="${bytes}" ImageWidth="${width}" ImageHeight="${height}" />`,
    ),
    '  </Pages>',
    '</ComicInfo>',
    '',
  ].join('\n');
}
