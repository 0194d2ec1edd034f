import type { BookStory } from '../book-format.ts';
import { escapeXml } from '../escape-xml.ts';
import { listContents } from '../list-contents.ts';
import { pageLabel } from '../readable-parts.ts';
import type { EpubPage } from './write-epub.ts';

/** The navigation document: contents by scene, or by page, and list of pages. Its words are those of the book, so it needs no translation. */
export function writeNavigation(
  { title, language }: Pick<BookStory, 'title' | 'language'>,
  pages: readonly EpubPage[],
): string {
  const items = listContents(pages).map(
    ({ title: entry, page, part }) =>
      `<li><a href="${page.name}.xhtml${part === undefined ? '' : `#${part}`}">${escapeXml(entry)}</a></li>`,
  );
  const story = pages.filter(({ matter }) => matter === undefined);
  const cover = pages.find(({ matter }) => matter?.kind === 'cover');
  const listed = story.map(({ name, number }) => `<li><a href="${name}.xhtml#p${number}">${number}</a></li>`);
  const tag = escapeXml(language);
  return `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${tag}" xml:lang="${tag}">
<head>
<title>${escapeXml(title)}</title>
</head>
<body>
<nav epub:type="toc" role="doc-toc" id="toc">
<h1>${escapeXml(title)}</h1>
<ol>
${items.join('\n')}
</ol>
</nav>
<nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden">
<ol>
${listed.join('\n')}
</ol>
</nav>
<nav epub:type="landmarks" id="landmarks" hidden="hidden">
<ol>
${cover ? `<li><a epub:type="cover" href="${cover.name}.xhtml">${escapeXml(pageLabel(cover))}</a></li>\n` : ''}<li><a epub:type="bodymatter" href="${story[0]?.name}.xhtml">${escapeXml(title)}</a></li>
</ol>
</nav>
</body>
</html>
`;
}
