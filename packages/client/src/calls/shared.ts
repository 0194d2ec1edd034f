import type { BookLayout, Page, PanelName } from '../types.ts';

export interface InEdition {
  /** BCP 47. Default: the original. */
  readonly language?: string | undefined;
}

/** Other pages than the story's. */
export interface InPages {
  readonly layout?: BookLayout | undefined;
  /** A preset, or a size such as `6x9in`. Default: the story's, or the usual one of the layout. */
  readonly page?: string | undefined;
}

export interface ImageOptions {
  /** Pixels; the picture is scaled down to it. */
  readonly width?: number | undefined;
}

export const byId = (id: string) => ({ params: { path: { id } } });
export const panel = (id: string, number: PanelName) => ({ params: { path: { id, number: String(number) } } });
export const inPath = (name: string) => name.replace('/', '.');
export const plate = (id: string, name: string) => ({ params: { path: { id, plate: inPath(name) } } });
export const image = ({ width }: ImageOptions = {}) => ({ ...(width !== undefined && { query: { width } }) });
export const edition = (id: string, language: string) => ({ params: { path: { id, language } } });
export const bytes = { parseAs: 'stream' } as const;

/** The most the server puts on one page. */
const pageLimit = 200;

/** The whole of a list, page by page. */
export async function all<Item>(
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, nextCursor } = await page({ limit: pageLimit, ...(cursor !== undefined && { cursor }) });
    items.push(...more);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** The text of a table. Not text(): it drops the byte order mark, by which spreadsheets know the encoding. */
export const readTable = async (response: Response): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());

/** Text and bytes go out as they are. */
export const asItIs = (body: unknown) => body as NonNullable<RequestInit['body']>;
