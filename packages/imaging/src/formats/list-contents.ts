import type { BookPage } from './book-format.ts';
import { pageLabel } from './readable-parts.ts';

/** An entry of a book's contents. */
export interface ContentsEntry<Page> {
  readonly title: string;
  readonly page: Page;
  /** Name of the part of the page that it leads to; absent: the page. */
  readonly part?: string;
}

/** A panel with which a scene begins. */
export interface SceneStart {
  readonly title: string;
  readonly panel: number;
}

/** Follows a book page by page: answers with the scenes that begin on each. A scene that returns begins again. */
export function followScenes(): (page: Pick<BookPage, 'panels' | 'matter'>) => SceneStart[] {
  let last: string | undefined;
  return ({ panels, matter }) => {
    if (matter) return [];
    return panels.flatMap(({ number, scene }) => {
      const begins = scene !== undefined && scene.id !== last;
      last = scene?.id;
      return begins ? [{ title: scene.title, panel: number }] : [];
    });
  };
}

/** A page whose scenes are known. */
export interface ListedPage extends Pick<BookPage, 'number' | 'matter'> {
  readonly scenes: readonly SceneStart[];
}

/** The contents of a book: its scenes, or, of a story without any, its pages; and the pages that are none of the story. */
export function listContents<Page extends ListedPage>(pages: readonly Page[]): ContentsEntry<Page>[] {
  const byScene = pages.some(({ scenes }) => scenes.length > 0);
  const first = pages.find(({ matter }) => matter === undefined);
  return pages.flatMap((page) => {
    const itself = { title: pageLabel(page), page };
    if (page.matter || !byScene) return [itself];
    const scenes = page.scenes.map(({ title, panel }) => ({ title, page, part: `panel-${panel}` }));
    // The story may begin before its first scene does.
    return page === first && scenes.length === 0 ? [itself] : scenes;
  });
}
