import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { releasePixels } from '../../release-pixels.ts';
import type { BookFile } from '../book-file.ts';
import type { BindFormat, BookPage, BookStory } from '../book-format.ts';
import { describeText } from '../describe-panel.ts';
import { escapeXml } from '../escape-xml.ts';
import { followScenes, type ListedPage, listContents } from '../list-contents.ts';
import { pageLabel, type ReadablePart, readableParts } from '../readable-parts.ts';
import { signedPage } from '../sign-page.ts';
import { credit } from '../write-xmp.ts';
import { bookEnd, bookStart } from './book-marks.ts';
import { wordsOf } from './reader-words.ts';

const asset = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');

/**
 * Binds one HTML file with everything in it: pictures, the text of every panel, style and reader. It asks no server for anything, which its
 * security policy enforces. Without scripts it is a page that scrolls. The book is marked, in its own language, so that `joinWeb` can put
 * several into one file.
 */
export const bindWeb: BindFormat = async ({ story, pages, ...signs }, file) => {
  const [css, script] = await Promise.all([asset('./reader.css'), asset('./reader.js')]);
  const write = (text: string) => file.write(Buffer.from(text));
  const scenesOf = followScenes();
  const listed: ListedPage[] = [];
  await write(head(story, css, script));
  await write(openBook(story));
  for await (const page of pages) {
    const { number, matter } = page;
    listed.push({ number, scenes: scenesOf(page), ...(matter && { matter }) });
    await write(openPage(story, page));
    await writePicture(file, await signedPage(signs, page, 'webp'));
    await write(closePage(story, page));
  }
  await write(`</main>
${contents(story, listed)}<p class="unseen status" role="status" aria-live="polite"></p>
<footer>${[...shelf(story), ...[story.author, story.rights, credit].flatMap((line) => (line ? [escapeXml(line)] : []))].join(' · ')}</footer>
${bookEnd}<script>${script}</script>
</body>
</html>
`);
};

function head({ title, language, author, summary, date }: BookStory, css: string, script: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash(script)}'`;
  return `<!doctype html>
<html lang="${escapeXml(language)}" dir="${wordsOf(language).direction}">
<head>
<meta charset="utf-8">
<title>${escapeXml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="nextpanel">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${author ? `<meta name="author" content="${escapeXml(author)}">\n` : ''}${summary ? `<meta name="description" content="${escapeXml(summary)}">\n` : ''}${date ? `<meta name="dcterms.issued" content="${date}">\n` : ''}<style>${css}</style>
</head>
<body>
`;
}

/** Which one of a series it is, in words and in those of schema.org, the fields that a web page has for it; none: it stands alone. */
function shelf({ title, series, number, volume }: BookStory): string[] {
  if (!series) return [];
  const item = (type: string, property = '') => `${property}itemscope itemtype="https://schema.org/${type}"`;
  const issue = number == null ? '' : ` <span itemprop="issueNumber">${escapeXml(String(number))}</span>`;
  const within =
    volume == null
      ? ''
      : `<span ${item('PublicationVolume', 'itemprop="isPartOf" ')}><meta itemprop="volumeNumber" content="${volume}"></span>`;
  return [
    `<span ${item('ComicIssue')}><meta itemprop="name" content="${escapeXml(title)}"><span ${item('ComicSeries', 'itemprop="isPartOf" ')}><bdi itemprop="name">${escapeXml(series)}</bdi></span>${issue}${within}</span>`,
  ];
}

/** The start of a book in its language: what the reader shows above the pages, in words of that language where they are known. */
function openBook({ title, language, readingDirection }: BookStory): string {
  const words = wordsOf(language);
  const button = (act: string, label: string, keys: string) =>
    `<button type="button" data-act="${act}" aria-keyshortcuts="${keys}">${escapeXml(label)}</button>`;
  const tag = escapeXml(language);
  return `${bookStart} id="${tag}" lang="${tag}" dir="${words.direction}" data-direction="${readingDirection === 'rtl' ? 'rtl' : 'ltr'}" data-mode="scroll">
<header>
<h1>${escapeXml(title)}</h1>
<nav class="controls" aria-label="${escapeXml(words.reading)}" hidden>
<span role="group" aria-label="${escapeXml(words.view)}">
${button('page', words.pages, '1')}
${button('panel', words.panels, '2')}
${button('scroll', words.scroll, '3')}
</span>
<span role="group" aria-label="${escapeXml(words.turn)}">
${button('previous', words.previous, 'PageUp')}
<output aria-label="${escapeXml(words.place)}"></output>
${button('next', words.next, 'PageDown')}
</span>
</nav>
</header>
<main>
`;
}

/** The scenes of a story that has more than one, or a scene and other pages to go to. */
function contents({ language }: BookStory, pages: readonly ListedPage[]): string {
  const entries = listContents(pages);
  if (entries.length < 2 || pages.every(({ scenes }) => scenes.length === 0)) return '';
  const { contents: label } = wordsOf(language);
  const items = entries.map(({ title, page, part }) => {
    const to = idIn(language, part ?? `page-${page.number}`);
    return `<li><a href="#${to}">${escapeXml(title)}</a></li>`;
  });
  return `<nav class="contents" aria-label="${escapeXml(label)}"><details open><summary>${escapeXml(label)}</summary>
<ol>
${items.join('\n')}
</ol></details></nav>
`;
}

function openPage({ language }: BookStory, page: BookPage): string {
  const { number, width, height } = page;
  return `<section class="page" id="${idIn(language, `page-${number}`)}" aria-label="${escapeXml(pageLabel(page))}" style="--ratio: ${width} / ${height}; --wide: ${(width / height).toFixed(4)}">
<img src="data:image/webp;base64,`;
}

/** Bytes that are base64 without padding between them. */
const pieceBytes = 3 * 65_536;

/** In pieces: as one word a picture would be in memory three times. It is released when it is written. */
async function writePicture(file: BookFile, picture: Buffer): Promise<void> {
  for (let at = 0; at < picture.length; at += pieceBytes)
    await file.write(Buffer.from(picture.toString('base64', at, at + pieceBytes), 'latin1'));
  releasePixels(picture);
}

function closePage({ language }: BookStory, page: BookPage): string {
  const { width, height } = page;
  return `" width="${width}" height="${height}" alt="">
${readableParts(page)
  .map((part) => writePart(part, { width, height, language }))
  .join('\n')}
</section>
`;
}

function writePart(
  { name, label, alt, texts, slot }: ReadablePart,
  { width, height, language }: Pick<BookPage, 'width' | 'height'> & Pick<BookStory, 'language'>,
): string {
  const share = (length: number, of: number) => `${((length / of) * 100).toFixed(3)}%`;
  const place = `left: ${share(slot.x, width)}; top: ${share(slot.y, height)}; width: ${share(slot.width, width)}; height: ${share(slot.height, height)}`;
  const words = texts.map((text) => {
    const own = text.language === undefined || text.language === language ? '' : ` lang="${escapeXml(text.language)}"`;
    return `<p${own}>${escapeXml(describeText(text))}</p>`;
  });
  return `<div class="panel" id="${idIn(language, name)}" role="group" aria-label="${escapeXml(label)}" style="${place}"><p>${escapeXml(alt)}</p>${words.join('')}</div>`;
}

/** Unique in a file of several languages. */
const idIn = (language: string, name: string): string => escapeXml(`${language}-${name}`);

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
