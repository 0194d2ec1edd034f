import type { StoryView } from '@nextpanel/client';

/** A story in the facts a reader needs to decide what to do next. */
export function describeStory(story: StoryView, baseUrl: string) {
  const { id, title, status, progress, cost, waiting, waitingOn, failures, warnings, books, continues } = story;
  return {
    id,
    title,
    ...(continues && { continues }),
    status,
    ...(waitingOn !== null && { waitingOn, waiting }),
    progress,
    cost,
    ...(failures.length > 0 && { failures }),
    ...(warnings.length > 0 && { warnings }),
    books,
    dashboard: `${baseUrl}/stories/${id}`,
  };
}
