import { activeStatuses, type StoryStatus } from './states.ts';

/** What users can do with a story. `change` stands for every edit of the story, its panels, takes and texts. */
export const storyCommands = ['pause', 'resume', 'approve', 'cancel', 'delete', 'change'] as const;
export type StoryCommand = (typeof storyCommands)[number];

/** What decides whether a command is possible: the status, and what the story waits for. */
export interface CommandedStory {
  readonly status: StoryStatus;
  readonly waitingOn: string | null;
}

interface Rule {
  /** Statuses in which it does something. */
  readonly in: readonly StoryStatus[];
  /** Statuses in which it is accepted and changes nothing, since the story is like that already. */
  readonly already: readonly StoryStatus[];
  /** When it is possible, for people. */
  readonly only: string;
}

/**
 * The one table of which command is possible in which status. The store's scripts guard by the same rules; a test compares
 * them.
 */
const rules: Readonly<Record<StoryCommand, Rule>> = {
  pause: { in: activeStatuses, already: ['paused'], only: 'only active stories can be paused' },
  resume: {
    in: ['paused', 'needs_attention'],
    already: [...activeStatuses, 'completed'],
    only: 'only paused stories and stories that need attention can be resumed',
  },
  approve: { in: ['needs_attention'], already: [], only: 'only stories that wait for approval can be approved' },
  cancel: {
    in: [...activeStatuses, 'paused', 'needs_attention'],
    already: ['cancelled'],
    only: 'completed stories cannot be cancelled',
  },
  delete: {
    in: ['paused', 'needs_attention', 'completed', 'cancelled'],
    already: [],
    only: 'active stories cannot be deleted; cancel or pause them first',
  },
  change: {
    in: [...activeStatuses, 'paused', 'needs_attention', 'completed'],
    already: [],
    only: 'cancelled stories cannot be changed',
  },
};

/** `does`: it changes the story. `already`: it is accepted and changes nothing. `refused`: it is not possible now. */
export type Verdict = 'does' | 'already' | 'refused';

/** What a command would do to a story. A story that waits for approval is approved, not resumed. */
export function judgeCommand(command: StoryCommand, { status, waitingOn }: CommandedStory): Verdict {
  const rule = rules[command];
  if (rule.already.includes(status)) return 'already';
  if (!rule.in.includes(status)) return 'refused';
  const waitsForApproval = status === 'needs_attention' && waitingOn === 'approval';
  if (command === 'resume' && waitsForApproval) return 'refused';
  if (command === 'approve' && !waitsForApproval) return 'refused';
  return 'does';
}

/** Whether a command does something now: what a button for it is enabled by. */
export const canRun = (command: StoryCommand, story: CommandedStory): boolean =>
  judgeCommand(command, story) === 'does';

/** When a command is possible, such as "only active stories can be paused". */
export const whenPossible = (command: StoryCommand): string => rules[command].only;

const done: Readonly<Record<Exclude<StoryCommand, 'approve'>, string>> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  delete: 'deleted; cancel or pause it first',
  change: 'changed',
};

/** Why a command is refused, in one sentence without a full stop. */
export function describeRefusal(command: StoryCommand, { status, waitingOn }: CommandedStory): string {
  if (command === 'resume' && status === 'needs_attention' && waitingOn === 'approval')
    return 'the story waits for approval; approve it, or cancel it';
  if (command === 'approve') return 'the story does not wait for approval';
  return `a story that is ${status.replaceAll('_', ' ')} cannot be ${done[command]}`;
}

interface StoppedStory extends CommandedStory {
  readonly failures: readonly { readonly panel: number | null; readonly panelId?: string | null }[];
}

/**
 * Whether a story continues as soon as a panel of it is changed: nothing else stops it. A story that stopped because of failed
 * panels continues when the last of them is changed.
 *
 * @param panel its number, or the id of the cover, which has none
 */
export function continuesAfterChange({ status, waitingOn, failures }: StoppedStory, panel: number | string): boolean {
  if (status === 'needs_attention' && waitingOn !== 'approval') {
    return failures.length > 0 && failures.every((failure) => (failure.panel ?? failure.panelId) === panel);
  }
  return status !== 'paused';
}
