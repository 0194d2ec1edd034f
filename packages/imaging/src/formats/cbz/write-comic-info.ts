import { readBookDate } from '@nextpanel/core';
import type { BookStory, Matter } from '../book-format.ts';
import { escapeXml } from '../escape-xml.ts';
import { credit } from '../write-xmp.ts';

export interface ComicPage {
  /** Size of the image file. */
  readonly bytes: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Absent: a page of the story. */
  readonly matter?: Matter;
}

/** The schema's words for pages that are none of the story. */
const typeOfMatter = { cover: 'FrontCover', credits: 'Editorial', back: 'BackCover' } as const;

/** In a book without a cover its first page stands for one. */
const typeOf = ({ matter }: ComicPage, image: number): string => {
  if (matter) return typeOfMatter[matter];
  return image === 0 ? 'FrontCover' : 'Story';
};

/**
 * ComicInfo.xml, schema v2.0 (https://anansi-project.github.io/docs/comicinfo/schemas/v2.0). The schema is a sequence:
 * the order of elements is part of validity.
 */
export function writeComicInfo(story: BookStory, pages: readonly ComicPage[]): string {
  const published = readBookDate(story.date ?? '');
  const elements: (readonly [name: string, value: string | number | null | undefined])[] = [
    ['Title', story.title],
    ['Series', story.series ?? story.title],
    ['Number', story.number ?? 1],
    ['Volume', story.volume],
    ['Summary', story.summary],
    ['Notes', credit],
    ['Year', published?.year],
    ['Month', published?.month],
    ['Day', published?.day],
    ['Writer', story.author],
    ['Publisher', story.publisher],
    ['Genre', story.genre],
    ['PageCount', pages.length],
    ['LanguageISO', story.language],
    ['Manga', story.readingDirection === 'rtl' ? 'YesAndRightToLeft' : 'No'],
    // A list separated by commas, so a name cannot contain one.
    ['Characters', story.characters.map((name) => name.replaceAll(/\s*,\s*/g, ' ')).join(', ') || null],
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<ComicInfo xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
    ...elements.flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [`  <${name}>${escapeXml(String(value))}</${name}>`],
    ),
    '  <Pages>',
    ...pages.map(
      (page, image) =>
        `    <Page Image="${image}" Type="${typeOf(page, image)}" ImageSize="${page.bytes}" ImageWidth="${page.width}" ImageHeight="${page.height}" />`,
    ),
    '  </Pages>',
    '</ComicInfo>',
    '',
  ].join('\n');
}
