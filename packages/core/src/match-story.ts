import type { StoryStatus } from './states.ts';

/** What a list of stories is filtered by. */
export interface StoryFilter {
  readonly status?: StoryStatus | undefined;
  /** Part of the title, in any case, or of the id. */
  readonly query?: string | undefined;
  /** What another system calls the story. */
  readonly externalId?: string | undefined;
  /** It has all of these among its metadata. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Whether a story belongs into a list: the same rule where the list is read and where changes are shown in it. */
export function matchesStory(
  story: {
    readonly id: string;
    readonly title: string;
    readonly status: StoryStatus;
    readonly externalId?: string | undefined;
    readonly metadata?: Readonly<Record<string, string>> | undefined;
  },
  { status, query, externalId, metadata = {} }: StoryFilter,
): boolean {
  if (status !== undefined && story.status !== status) return false;
  if (externalId !== undefined && story.externalId !== externalId) return false;
  if (Object.entries(metadata).some(([key, value]) => story.metadata?.[key] !== value)) return false;
  const needle = query?.toLocaleLowerCase();
  return needle === undefined || story.title.toLocaleLowerCase().includes(needle) || story.id.includes(needle);
}
