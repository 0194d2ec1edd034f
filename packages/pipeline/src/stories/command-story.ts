import {
  describeRefusal,
  isDrawingStatus,
  NextpanelError,
  type StoryCommand,
  type StoryStatus,
  type StoryView,
} from '@nextpanel/core';
import type { CommandOutcome } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { readStory, type Scope, storyFacts, viewStory } from './read-story.ts';

type CommandContext = Pick<Context, 'state' | 'queues' | 'log'>;

/** Pauses the story; the batch in flight is finished and kept. Repeating it changes nothing. Throws `not_found`, `invalid_state`. */
export const pauseStory = (context: CommandContext, scope: Scope): Promise<StoryView> =>
  command(context, scope, 'pause', (id) => context.state.stories.pause(id));

/**
 * Continues exactly where the story stopped; what failed is tried again. A story that is active and only waits for a time looks now
 * whether it can continue. Throws `not_found`, `invalid_state`.
 */
export const resumeStory = (context: CommandContext, scope: Scope): Promise<StoryView> =>
  command(context, scope, 'resume', (id) => context.state.stories.resume(id));

/** Approves a story that waits for approval, and it continues. Throws `not_found`, `invalid_state`. */
export const approveStory = (context: CommandContext, scope: Scope): Promise<StoryView> =>
  command(context, scope, 'approve', (id) => context.state.stories.approve(id));

/** Ends the story; what is drawn stays. Throws `not_found`, `invalid_state` for a completed one. */
export const cancelStory = (context: CommandContext, scope: Scope): Promise<StoryView> =>
  command(context, scope, 'cancel', (id, lockKey) => context.state.stories.cancel(id, lockKey));

/** Changes how the story stands among those of its tenant, also where it waits for a turn now. Repeating it changes nothing. Throws `not_found`. */
export async function prioritizeStory(context: CommandContext, scope: Scope, priority: number): Promise<StoryView> {
  const { spec } = await storyFacts(context, scope);
  const { kind } = await context.state.stories.setPriority(scope.id, priority);
  if (kind === 'gone') throw new NextpanelError('not_found', `there is no story ${scope.id}`);
  await context.queues.line(spec.render.provider).reorder(scope.id);
  return readStory(context, scope);
}

async function command(
  context: CommandContext,
  scope: Scope,
  name: StoryCommand,
  run: (id: string, lockKey: string) => Promise<CommandOutcome>,
): Promise<StoryView> {
  const { spec } = await storyFacts(context, scope);
  const outcome = await run(scope.id, context.queues.lockKey(spec.render.provider, scope.id));
  if (outcome.kind === 'gone') throw new NextpanelError('not_found', `there is no story ${scope.id}`);
  if (outcome.kind === 'invalid') throw refusal(name, outcome.status);
  const facts = await storyFacts(context, scope);
  if (outcome.kind === 'done') context.log.info({ story: scope.id, status: facts.status }, `story: ${name}`);
  const waits = name === 'resume' && outcome.kind === 'unchanged' && facts.notBefore !== null;
  if (waits) await context.state.stories.rest(scope.id, 0);
  // Also for a repeat: an earlier one may have died before it added the job.
  if (isDrawingStatus(facts.status) || facts.toFetch) {
    await context.queues.ensureDraw(
      facts.spec.render.provider,
      { story: scope.id },
      { now: outcome.kind === 'done' || waits },
    );
  }
  return outcome.kind === 'done' ? viewStory(facts) : readStory(context, scope);
}

/** Why a command is refused, by what the transition answered: a status, or `approval` for a story that waits for it. */
function refusal(command: StoryCommand, answer: string): NextpanelError {
  const story =
    answer === 'approval'
      ? ({ status: 'needs_attention', waitingOn: answer } as const)
      : { status: answer as StoryStatus, waitingOn: null };
  return new NextpanelError('invalid_state', describeRefusal(command, story), { detail: { status: answer } });
}
