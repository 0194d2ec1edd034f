import type { BookPage, BookStory } from '../book-format.ts';
import { describeText } from '../describe-panel.ts';
import { escapeXml } from '../escape-xml.ts';
import { pageLabel, type ReadablePart, readableParts } from '../readable-parts.ts';

/**
 * The text of a panel lies over its picture, invisible: screen readers and search find it, where most of them ignore the alternative text of
 * pictures in fixed layout.
 */
export const pageCss = `html, body { margin: 0; padding: 0; }
.page { position: relative; overflow: hidden; }
.page > img { position: absolute; left: 0; top: 0; width: 100%; height: 100%; }
.panel { position: absolute; overflow: hidden; opacity: 0; font-size: 20px; line-height: 1.2; }
.panel p { margin: 0; }
`;

/** A page of the book as XHTML: its picture, and the text of its panels in reading order. */
export function writePage(
  story: Pick<BookStory, 'title' | 'language' | 'readingDirection'>,
  page: BookPage,
  { image, layer }: { readonly image: string; readonly layer: string },
): string {
  const { number, matter, width, height } = page;
  const direction = story.readingDirection === 'rtl' && isWrittenRightToLeft(story.language) ? ' dir="rtl"' : '';
  return `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${escapeXml(story.language)}" xml:lang="${escapeXml(story.language)}"${direction}>
<head>
<title>${escapeXml(`${story.title}, ${pageLabel(page)}`)}</title>
<meta name="viewport" content="width=${width}, height=${height}"/>
<link rel="stylesheet" type="text/css" href="page.css"/>
</head>
<body>
<div class="page" style="width: ${width}px; height: ${height}px;">
<img src="${image}" alt=""/>
${matter ? '' : `<span id="p${number}" epub:type="pagebreak" role="doc-pagebreak" aria-label="${number}"></span>\n`}${readableParts(
  page,
)
  .map((part) => writePart(story, part))
  .join('\n')}
${layer}</div>
</body>
</html>
`;
}

function writePart({ language }: Pick<BookStory, 'language'>, { name, alt, texts, slot }: ReadablePart): string {
  const { x, y, width, height } = slot;
  const words = texts.map((text) => {
    const own = text.language === undefined || text.language === language ? '' : escapeXml(text.language);
    return `<p${own && ` lang="${own}" xml:lang="${own}"`}>${escapeXml(describeText(text))}</p>`;
  });
  return `<div class="panel" id="${name}" style="left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px;">
<p>${escapeXml(alt)}</p>
${words.join('\n')}
</div>`;
}

/** Manga is read from right to left in every language; only some are written so. */
const isWrittenRightToLeft = (language: string): boolean =>
  ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm'].includes(new Intl.Locale(language).maximize().script ?? '');
