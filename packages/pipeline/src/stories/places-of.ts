import type { Context } from '../context.ts';
import type { Scope } from './read-story.ts';

/** The places of a story's batches in its chain, by id. */
export const placesOf = async (
  { state }: Pick<Context, 'state'>,
  { id }: Scope,
): Promise<ReadonlyMap<string, number>> =>
  new Map((await state.read.chain(id)).map((batch, index) => [batch.id, index + 1]));
