import { defined } from '../defined.ts';
import type { Connection } from '../open-connection.ts';
import type { PanelLetteringView, PanelName, PublishCheckView, SheetView } from '../types.ts';
import { all, bytes, type ImageOptions, type InEdition, type InPages } from './shared.ts';

/** Sheets and books, and lettering as it stands on them. */
export interface PageCalls {
  sheets(id: string, edition?: InEdition & InPages): Promise<SheetView[]>;
  /** A sheet; in another layout or page size it is composed now, unless it was before. */
  sheetImage(id: string, sheet: number, options?: ImageOptions & InEdition & InPages): Promise<Response>;
  /** A panel with its lettering, as it stands on its sheet. */
  letteredPanel(id: string, panel: PanelName, options?: ImageOptions & InEdition & InPages): Promise<Response>;
  /** Where the texts of a panel stand on its sheet. */
  panelLettering(id: string, panel: PanelName, options?: InEdition & InPages): Promise<PanelLetteringView>;
  /** A bound book; `partial`: until it is bound, what is drawn of it. */
  book(id: string, name: string, edition?: InEdition & InPages & { readonly partial?: boolean }): Promise<Response>;
  /** What a shop or a country says of pictures made with AI, and what the book lacks for it. */
  publishCheck(id: string, profile: PublishCheckView['profile'], edition?: InEdition): Promise<PublishCheckView>;
}

export const pageCalls = ({ GET, read, open }: Connection): PageCalls => ({
  sheets: (id, { language, layout, page } = {}) =>
    all((query) =>
      read(
        GET('/v1/stories/{id}/sheets', {
          params: { path: { id }, query: defined({ ...query, language, layout, page }) },
        }),
      ),
    ),
  sheetImage: (id, number, { width, language, layout, page } = {}) =>
    open(
      GET('/v1/stories/{id}/sheets/{number}/image', {
        params: { path: { id, number }, query: defined({ width, language, layout, page }) },
        ...bytes,
      }),
    ),
  letteredPanel: (id, number, { width, language, layout, page } = {}) =>
    open(
      GET('/v1/stories/{id}/panels/{number}/lettered', {
        params: { path: { id, number: String(number) }, query: defined({ width, language, layout, page }) },
        ...bytes,
      }),
    ),
  panelLettering: (id, number, { language, layout, page } = {}) =>
    read(
      GET('/v1/stories/{id}/panels/{number}/lettering', {
        params: { path: { id, number: String(number) }, query: defined({ language, layout, page }) },
      }),
    ),
  book: (id, format, { language, layout, page, partial = false } = {}) =>
    open(
      GET('/v1/stories/{id}/books/{format}', {
        params: {
          path: { id, format },
          query: defined({ language, layout, page, partial: partial ? ('true' as const) : undefined }),
        },
        ...bytes,
      }),
    ),
  publishCheck: (id, profile, { language } = {}) =>
    read(
      GET('/v1/stories/{id}/publish-check/{profile}', {
        params: { path: { id, profile }, query: defined({ language }) },
      }),
    ),
});
