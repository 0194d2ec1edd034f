import type { StoryView } from '@nextpanel/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../data/client-context.tsx';
import { isUnauthorized, wordsOf } from '../../data/create-query-client.ts';
import { keys } from '../../data/keys.ts';
import { putStory } from '../../data/put-story.ts';
import type { BulkVerb } from './bulk-verbs.ts';

/** This many requests run at the same time. */
const sideBySide = 6;

export interface BulkResult {
  readonly done: number;
  /** Stories the server refused, with its message. */
  readonly refused: readonly { readonly story: StoryView; readonly words: string }[];
}

/** Does one thing to many stories, with one request each: some may be refused while others succeed. */
export function useBulk() {
  const client = useClient();
  const queries = useQueryClient();
  const [settled, setSettled] = useState(0);
  const act = async (verb: BulkVerb, id: string) => {
    if (verb === 'delete') await client.delete(id);
    else putStory(queries, await client[verb === 'retry' ? 'resume' : verb](id));
  };
  const mutation = useMutation({
    mutationFn: async ({ verb, stories }: { verb: BulkVerb; stories: readonly StoryView[] }): Promise<BulkResult> => {
      const line = [...stories];
      const refused: BulkResult['refused'][number][] = [];
      setSettled(0);
      const work = async () => {
        for (let story = line.shift(); story !== undefined; story = line.shift()) {
          try {
            await act(verb, story.id);
          } catch (thrown) {
            // Without a key the rest would be refused all the same.
            if (isUnauthorized(thrown)) throw thrown;
            refused.push({ story, words: wordsOf(thrown) });
          }
          setSettled((before) => before + 1);
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, work));
      return { done: stories.length - refused.length, refused };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.stories }),
  });
  return { run: mutation.mutateAsync, busy: mutation.isPending, settled };
}
