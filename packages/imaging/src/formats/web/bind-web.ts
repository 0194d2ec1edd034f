import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { loadSharp } from '../../load-sharp.ts';
import type { BindFormat, BookPage, BookStory } from '../book-format.ts';
import { describeText } from '../describe-panel.ts';
import { escapeXml } from '../escape-xml.ts';
import { pageLabel, type ReadablePart, readableParts } from '../readable-parts.ts';
import { credit, digitalSourceType, writeXmp } from '../write-xmp.ts';
import { wordsOf } from './reader-words.ts';

const webp = { quality: 82, effort: 4 };

/** Wider pages are reduced to this: a screen shows no more, and a magnified panel is sharp. */
const maxWidth = 1600;

const asset = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');

/**
 * Binds one HTML file with everything in it: pictures, the text of every panel, style and reader. It asks no server for anything, which its
 * security policy enforces. Without scripts it is a page that scrolls.
 */
export const bindWeb: BindFormat = async ({ story, pages }, file) => {
  const [css, script] = await Promise.all([asset('./reader.css'), asset('./reader.js')]);
  const write = (text: string) => file.write(Buffer.from(text));
  await write(head(story, css, script));
  for await (const page of pages) await write(await writePage(story, page));
  await write(`</main>
<p id="status" class="unseen" role="status" aria-live="polite"></p>
<footer>${[story.author, story.rights, credit].flatMap((line) => (line ? [escapeXml(line)] : [])).join(' · ')}</footer>
<script>${script}</script>
</body>
</html>
`);
};

function head(story: BookStory, css: string, script: string): string {
  const { title, language, readingDirection, author, summary } = story;
  const words = wordsOf(language);
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash(script)}'`;
  const button = (id: string, label: string, keys: string) =>
    `<button type="button" id="${id}" aria-keyshortcuts="${keys}">${escapeXml(label)}</button>`;
  return `<!doctype html>
<html lang="${escapeXml(language)}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<title>${escapeXml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="nextpanel">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${author ? `<meta name="author" content="${escapeXml(author)}">\n` : ''}${summary ? `<meta name="description" content="${escapeXml(summary)}">\n` : ''}<style>${css}</style>
</head>
<body data-mode="scroll" data-direction="${readingDirection === 'rtl' ? 'rtl' : 'ltr'}">
<header>
<h1>${escapeXml(title)}</h1>
<nav aria-label="${escapeXml(words.reading)}" hidden>
<span role="group" aria-label="${escapeXml(words.view)}">
${button('mode-page', words.pages, '1')}
${button('mode-panel', words.panels, '2')}
${button('mode-scroll', words.scroll, '3')}
</span>
<span role="group" aria-label="${escapeXml(words.turn)}">
${button('previous', words.previous, 'PageUp')}
<output id="place" aria-label="${escapeXml(words.place)}"></output>
${button('next', words.next, 'PageDown')}
</span>
</nav>
</header>
<main id="book">
`;
}

async function writePage({ language }: BookStory, page: BookPage): Promise<string> {
  const sharp = await loadSharp();
  const picture = await sharp(page.png, { failOn: 'error' })
    .resize({ width: maxWidth, withoutEnlargement: true })
    .withXmp(writeXmp({ sourceType: digitalSourceType(page.panels) }))
    .webp(webp)
    .toBuffer();
  const { number, width, height } = page;
  return `<section class="page" id="page-${number}" aria-label="${escapeXml(pageLabel(page))}" style="--ratio: ${width} / ${height}; --wide: ${(width / height).toFixed(4)}">
<img src="data:image/webp;base64,${picture.toString('base64')}" width="${width}" height="${height}" alt="">
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
  return `<div class="panel" id="${name}" role="group" aria-label="${escapeXml(label)}" style="${place}"><p>${escapeXml(alt)}</p>${words.join('')}</div>`;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
