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

/** The same of many stories: what the filter leaves open is not looked at. */
export function storyMatcher(filter: StoryFilter): (story: MatchedStory) => boolean {
  const { status, query, externalId, metadata = {} } = filter;
  const tests: ((story: MatchedStory) => boolean)[] = [];
  if (status !== undefined) tests.push((story) => story.status === status);
  if (externalId !== undefined) tests.push((story) => story.externalId === externalId);
  for (const [key, value] of Object.entries(metadata)) tests.push((story) => story.metadata?.[key] === value);
  if (query !== undefined) {
    const needle = searchedTitle(query);
    tests.push(({ id, title, searched }) => (searched ?? searchedTitle(title)).includes(needle) || id.includes(needle));
  }
  const [only] = tests;
  return only && tests.length === 1 ? only : (story) => tests.every((test) => test(story));
}
