import type { StoryView } from '@nextpanel/core';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../parts/toast.tsx';
import { useClient } from './client-context.tsx';
import { wordsOf } from './create-query-client.ts';
import { keys } from './keys.ts';
import { putStory } from './put-story.ts';

/** This many requests run at the same time. */
const sideBySide = 4;

interface Answers {
  readonly resumed: number;
  /** Of those that were refused, in the words of the server. */
  readonly refused: readonly string[];
}

/** Resumes stories one by one, and reports how many continued and why the others did not. */
export function useResumeStories(): UseMutationResult<Answers, Error, readonly StoryView[]> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: async (stories) => {
      const line = [...stories];
      const refused: string[] = [];
      let resumed = 0;
      const work = async () => {
        for (let story = line.shift(); story !== undefined; story = line.shift()) {
          try {
            putStory(queries, await client.resume(story.id));
            resumed += 1;
          } catch (thrown) {
            refused.push(`${story.title}: ${wordsOf(thrown)}`);
          }
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, work));
      return { resumed, refused };
    },
    onSuccess: ({ resumed, refused: [first, ...others] }) => {
      const done = `${resumed} ${resumed === 1 ? 'story was' : 'stories were'} resumed`;
      if (first === undefined) return notify({ kind: 'done', title: done });
      const text = others.length === 0 ? first : `${first} – and ${others.length} more`;
      notify({ kind: 'error', title: `${done}, ${others.length + 1} not`, text });
    },
    onSettled: () =>
      Promise.all([keys.needsPerson, keys.stories].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
