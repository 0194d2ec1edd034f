import { useQueries } from '@tanstack/react-query';
import { useClient } from '../../../data/client-context.tsx';
import { makeChoice, qualities } from './story-choices.ts';

/** A quality and what the story would cost in it, in US dollars. */
export interface QualityPrice {
  readonly quality: (typeof qualities)[number];
  readonly expectedUsd: number;
}

/**
 * The price of a story in each quality its model has.
 *
 * @param text the story; null: nothing is asked
 */
export function useQualityPrices(text: string | null): readonly QualityPrice[] {
  const client = useClient();
  return useQueries({
    queries: qualities.map((quality) => ({
      queryKey: ['estimate', quality, text],
      queryFn: () => client.estimate({ yaml: makeChoice(text ?? '', 'quality', quality) }),
      enabled: text !== null,
      // A model that has no such quality is no reason to ask again.
      retry: false,
      gcTime: 0,
    })),
    combine: (answers) =>
      answers.flatMap(({ data }, index) => {
        const quality = qualities[index];
        return data === undefined || quality === undefined ? [] : [{ quality, expectedUsd: data.expectedUsd }];
      }),
  });
}
