import { plural } from '@lingui/core/macro';
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
      if (first === undefined)
        return notify({
          kind: 'done',
          title: plural(resumed, { one: '# story was resumed', other: '# stories were resumed' }),
        });
      const text =
        others.length === 0
          ? first
          : plural(others.length, { one: `${first} – and # more`, other: `${first} – and # more` });
      const left = others.length + 1;
      notify({
        kind: 'error',
        title: plural(resumed, {
          one: `# story was resumed, ${left} not`,
          other: `# stories were resumed, ${left} not`,
        }),
        text,
      });
    },
    onSettled: () =>
      Promise.all([keys.needsPerson, keys.stories].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
