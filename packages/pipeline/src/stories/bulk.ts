import {
  type BulkForm,
  type BulkResult,
  bulkMost,
  describeRefusal,
  judgeCommand,
  matchesStory,
  NextpanelError,
  usd,
} from '@nextpanel/core';
import type { StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { cancelStory, pauseStory, resumeStory } from './command-story.ts';
import { deleteStory } from './delete-story.ts';
import { expectedRest } from './read-costs.ts';
import { type Scope, viewStory } from './read-story.ts';

type BulkContext = Pick<Context, 'state' | 'queues' | 'log'>;

/** Stories changed side by side: each is a few scripts. */
const atOnce = 8;

/** Stories read in one round trip. */
const pageLimit = 200;

const acts: Readonly<Record<BulkForm['action'], (context: BulkContext, scope: Scope) => Promise<unknown>>> = {
  pause: pauseStory,
  resume: resumeStory,
  cancel: cancelStory,
  delete: deleteStory,
};

/** Does one thing to every story of the tenant that a filter fits, at most `bulkMost` of them; a dry run says to which. */
export async function runBulk(
  context: BulkContext,
  tenant: string,
  { filter, action, dryRun }: BulkForm,
): Promise<BulkResult> {
  const found = await findStories(context, tenant, filter);
  const result: BulkResult = {
    action,
    dryRun,
    changed: [],
    unchanged: [],
    refused: [],
    cost: { expectedUsd: 0, heldUsd: 0 },
    more: found.length > bulkMost,
  };
  const rest = found.slice(0, bulkMost);
  const refuse = (id: string, { code, message }: NextpanelError) => result.refused.push({ id, code, detail: message });
  const count = (facts: StoryFacts) => {
    result.changed.push(facts.id);
    result.cost.expectedUsd += expectedRest(facts);
    result.cost.heldUsd += usd(facts.held);
  };
  const actOnNext = async (): Promise<void> => {
    for (let facts = rest.shift(); facts !== undefined; facts = rest.shift()) {
      const { id } = facts;
      const story = viewStory(facts);
      const verdict = judgeCommand(action, story);
      if (verdict === 'already') result.unchanged.push(id);
      else if (verdict === 'refused') refuse(id, new NextpanelError('invalid_state', describeRefusal(action, story)));
      else if (dryRun) count(facts);
      else
        await acts[action](context, { tenant, id }).then(
          () => count(facts),
          (error: unknown) => {
            // Its status may have changed a moment ago.
            if (!(error instanceof NextpanelError) || error.code === 'unexpected') throw error;
            refuse(id, error);
          },
        );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, actOnNext));
  return result;
}

/** One more than a call takes, where there are more. */
async function findStories(
  { state }: BulkContext,
  tenant: string,
  { ids, ...asked }: BulkForm['filter'],
): Promise<StoryFacts[]> {
  const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  if (ids !== undefined) {
    const stories = await state.read.stories([...new Set(ids)]);
    return stories.filter(
      (story): story is StoryFacts => story?.tenant === tenant && matchesStory({ ...story, ...marksOf(story) }, filter),
    );
  }
  const found: StoryFacts[] = [];
  let cursor: string | undefined;
  do {
    const page = await state.list({
      tenant,
      ...filter,
      sort: '-created',
      limit: pageLimit,
      ...(cursor !== undefined && { cursor }),
    });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && found.length <= bulkMost);
  return found;
}

const marksOf = ({ spec: { externalId, metadata } }: StoryFacts) => ({ externalId, metadata });
