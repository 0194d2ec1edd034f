import type { BookLayout, Client } from '@nextpanel/client';
import type {
  AttemptView,
  BatchView,
  LedgerEntry,
  Page,
  PanelLetteringView,
  PanelView,
  PlateView,
  SheetView,
  StoryEvent,
  StoryView,
  TakeView,
} from '@nextpanel/core';
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { useClient } from './client-context.tsx';
import { keys, type StoriesFilter } from './keys.ts';
import { coverRef, type PictureRef } from './picture-ref.ts';

/** How often places in line are read again, in milliseconds. */
const placesMs = 5_000;

/** Pages of stories; `fetchNextPage` brings the next. `data.pages.flatMap((page) => page.items)` is the list. */
export function useStories(filter: StoriesFilter): UseInfiniteQueryResult<InfiniteData<Page<StoryView>>> {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: keys.storyList(filter),
    queryFn: ({ pageParam }) => client.stories({ ...filter, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
}

export function useStory(id: string): UseQueryResult<StoryView> {
  const client = useClient();
  return useQuery({
    queryKey: keys.storyView(id),
    queryFn: () => client.story(id),
    // Its place in line changes with what other stories do.
    refetchInterval: ({ state }) => (state.data?.line === undefined ? false : placesMs),
  });
}

/**
 * Stories that were not begun, in the order they were submitted, at most 200, each with its place in line; read again every few seconds.
 *
 * @param wanted false: the page shows no such story
 */
export function useWaitingStories(wanted: boolean): UseQueryResult<Page<StoryView>> {
  const client = useClient();
  return useQuery({
    queryKey: keys.waitingStories,
    queryFn: () => client.stories({ status: 'queued', sort: 'created', limit: 200 }),
    refetchInterval: placesMs,
    enabled: wanted,
  });
}

export function usePanels(id: string): UseQueryResult<PanelView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.panels(id), queryFn: () => client.panels(id) });
}

/**
 * The cover of a story that draws one.
 *
 * @param enabled false: it draws none
 */
export function useCover(id: string, enabled: boolean): UseQueryResult<PanelView> {
  const client = useClient();
  return useQuery({ ...coverQuery(client, id), enabled });
}

export const coverQuery = (client: Client, id: string) => ({
  queryKey: keys.cover(id),
  queryFn: () => client.panel(id, coverRef),
});

/**
 * Where the texts of a panel stand on its sheet.
 *
 * @param version changes with what is lettered
 */
export function usePanelLettering(id: string, panel: string, version: string): UseQueryResult<PanelLetteringView> {
  const client = useClient();
  return useQuery({
    queryKey: keys.lettering(id, panel, version),
    queryFn: () => client.panelLettering(id, `id:${panel}`),
    // Handles stay where they are until it is known where the texts are now.
    placeholderData: (before) => (before?.panelId === panel ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useBatches(id: string): UseQueryResult<BatchView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.batches(id), queryFn: () => client.batches(id) });
}

/**
 * @param layout another than the story's
 * @param language of an edition; default: the original
 */
export function useSheets(id: string, layout?: BookLayout, language?: string): UseQueryResult<SheetView[]> {
  const client = useClient();
  return useQuery({
    // Sheets of an edition change with the edition.
    queryKey: [
      ...(language === undefined ? keys.sheets(id) : [...keys.edition(id, language), 'sheets']),
      ...(layout === undefined ? [] : [layout]),
    ],
    queryFn: () => client.sheets(id, { layout, language }),
  });
}

export function useAttempts(id: string, enabled: boolean): UseQueryResult<AttemptView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.attempts(id), queryFn: () => client.attempts(id), enabled });
}

/** Requests of the story that were, or may have been, paid. */
export function useLedger(id: string): UseQueryResult<LedgerEntry[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.ledger(id), queryFn: () => client.ledger(id) });
}

/** @param panel null: none is asked for */
export function useTakes(id: string, panel: PictureRef | null): UseQueryResult<TakeView[]> {
  const client = useClient();
  return useQuery({
    queryKey: keys.takes(id, panel ?? 0),
    queryFn: () => client.takes(id, panel as PictureRef),
    enabled: panel !== null,
  });
}

/** Everything of the story that pictures belong to. */
export function usePlates(id: string): UseQueryResult<PlateView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.plates(id), queryFn: () => client.plates(id) });
}

/** @param plate null: none is asked for */
export function usePlateTakes(id: string, plate: string | null): UseQueryResult<TakeView[]> {
  const client = useClient();
  return useQuery({
    queryKey: keys.plateTakes(id, plate ?? ''),
    queryFn: () => client.plateTakes(id, plate as string),
    enabled: plate !== null,
  });
}

/** What happened to the story so far, oldest first; grows as long as something above calls `useStoryEvents`. */
export function useTimeline(id: string): readonly StoryEvent[] {
  const { data } = useQuery<readonly StoryEvent[]>({
    queryKey: keys.events(id),
    queryFn: () => [],
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? [];
}
