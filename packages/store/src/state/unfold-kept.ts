import type { RequestFacts } from './read-requests.ts';

/** A kept request of a drawn batch, as `fold_kept` of `lib/requests.lua` stores it: all it has, in one field. */
interface FoldedRequest {
  readonly key: string;
  readonly vendor?: string;
  readonly intent: Pick<RequestFacts, 'panels'>;
  readonly outcome: object;
}

/** Reads the field `ID.kept` of a story's requests. */
export const readFolded = (text: string): FoldedRequest => JSON.parse(text) as FoldedRequest;

/** The fields of a story's requests with each folded one under the names it had before, see `story:requests` in `lib/state.lua`. */
export function unfoldKept(fields: Iterable<readonly [string, string]>): Map<string, string> {
  const unfolded = new Map<string, string>();
  for (const [field, text] of fields) {
    const id = /^(.*)\.kept$/.exec(field)?.[1];
    if (id === undefined) {
      unfolded.set(field, text);
      continue;
    }
    const { key, vendor, intent, outcome } = readFolded(text);
    unfolded.set(`${id}.state`, 'kept').set(`${id}.key`, key);
    unfolded.set(`${id}.intent`, JSON.stringify(intent)).set(`${id}.outcome`, JSON.stringify(outcome));
    if (vendor !== undefined) unfolded.set(`${id}.vendor`, vendor);
  }
  return unfolded;
}
