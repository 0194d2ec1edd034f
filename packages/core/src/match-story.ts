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

/** What of a story lists are filtered by. */
export interface MatchedStory {
  readonly id: string;
  readonly title: string;
  /** The title as it is searched, where that is known already: see `searchedTitle`. */
  readonly searched?: string | undefined;
  readonly status: StoryStatus;
  readonly externalId?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export const searchedTitle = (title: string): string => title.toLocaleLowerCase();

/** Whether a story belongs into a list: the same rule where the list is read and where changes are shown in it. */
export const matchesStory = (story: MatchedStory, filter: StoryFilter): boolean => storyMatcher(filter)(story);

/** The same of many stories. */
export function storyMatcher({
  status,
  query,
  externalId,
  metadata = {},
}: StoryFilter): (story: MatchedStory) => boolean {
  const needle = query === undefined ? undefined : searchedTitle(query);
  const marks = Object.entries(metadata);
  return (story) =>
    (status === undefined || story.status === status) &&
    (externalId === undefined || story.externalId === externalId) &&
    marks.every(([key, value]) => story.metadata?.[key] === value) &&
    (needle === undefined ||
      (story.searched ?? searchedTitle(story.title)).includes(needle) ||
      story.id.includes(needle));
}
