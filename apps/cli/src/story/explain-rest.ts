import type { StopCode, StoryView } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { isPlatePanel, plateOf } from '@nextpanel/core/plate-panel';
import { nextpanelCommand } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';
import { dollars } from './describe-story.ts';
import type { Rest } from './watch-story.ts';

/** The provider refuses the words of a panel. A setting that it refuses is no matter of words. */
const refusals: readonly string[] = ['moderation_blocked', 'frame_blank', 'prompt_too_long'] satisfies StopCode[];

/**
 * Why a story stopped and what to do, line by line.
 *
 * @param again how to continue it, for example the command to type
 * @param served whether a server runs that accepts changes
 */
export function explainRest({ story, pausedProvider }: Rest, again: string, served = true): string[] {
  const type = served ? nextpanelCommand : `npm start, and elsewhere: ${nextpanelCommand}`;
  if (pausedProvider?.paused) {
    return [
      `The provider "${pausedProvider.id}" is paused: ${plainText(pausedProvider.paused.reason)}`,
      `Fix the cause (a key, a quota), resume the provider with ${type} providers --resume ${pausedProvider.id}, then ${again}`,
    ];
  }
  switch (story.status) {
    case 'needs_attention':
      return explainAttention(story, again, type);
    case 'paused':
      return [`The story is paused. To continue, ${again}`];
    case 'cancelled':
      return [
        'The story is cancelled. Its frames are kept, and a new story with the same panels reuses them for free.',
      ];
    default:
      return [];
  }
}

function explainAttention(story: StoryView, again: string, type: string): string[] {
  const { batches, panels } = story.progress;
  if (story.waitingOn === 'approval' && batches.drawn === 0) {
    return [
      'The plates are drawn, and the story needs your approval before its first panel.',
      `Look at them: ${type} plates ${story.id} --save DIR`,
      `Approve them: ${nextpanelCommand} plates ${story.id} --approve`,
      `Or change one first: ${nextpanelCommand} plates ${story.id} PLATE --retake, --retouch WORDS or --upload FILE`,
    ];
  }
  if (story.waitingOn === 'approval') {
    return [
      `The story needs your approval: ${batches.drawn} of ${batches.total} batches are drawn (${panels.drawn}/${panels.total} panels).`,
      `Look at them: ${type} download ${story.id}`,
      `Approve them: ${nextpanelCommand} approve ${story.id}`,
      `Or change one first: ${nextpanelCommand} edit ${story.id} N --prompt "…", or retake ${story.id} N`,
    ];
  }
  const failures = story.failures.map(
    (failure) => `  ${nameOf(failure)}: ${plainText(failure.code)}: ${plainText(failure.detail)}`,
  );
  const code = story.waitingOn ?? 'unexpected';
  return [
    `The story needs attention (${plainText(code)}): ${describeCode(code).title}.`,
    ...failures,
    ...adviceFor(story, again, type),
  ];
}

type Failure = StoryView['failures'][number];

function nameOf({ panel, panelId }: Failure): string {
  if (panel !== null) return `panel ${panel}`;
  if (panelId === null) return 'the batch';
  return isPlatePanel(panelId) ? `the plate of ${plainText(plateOf(panelId))}` : `the ${plainText(panelId)}`;
}

function adviceFor({ id, waitingOn, failures, cost }: StoryView, again: string, type: string): string[] {
  if (waitingOn === 'budget') {
    const limit = cost.budgetUsd === null ? '' : ` (now ${dollars(cost.budgetUsd)}, spent ${dollars(cost.spentUsd)})`;
    return [`Raise its budget${limit}: ${type} amend ${id} --budget USD`, `then ${again}`];
  }
  if (waitingOn === 'unknown_outcome') {
    return [
      'It is unknown whether the request was paid. Check your account at the provider.',
      `To order it again, ${again}`,
    ];
  }
  const panels = failures.flatMap(({ panel, code }) => (panel !== null && refusals.includes(code) ? [panel] : []));
  const [first] = panels;
  if (first !== undefined) {
    const others = panels.length === 1 ? '' : 's, one after the other,';
    const blocked = failures.filter((failure) => failure.code === 'moderation_blocked');
    const price = blocked.reduce((sum, { againUsd }) => sum + (againUsd ?? 0), 0);
    return [
      `Reword the prompt${others} and the story will continue: ${type} edit ${id} ${first} --prompt "…"`,
      `Or upload a picture of your own: ${nextpanelCommand} takes ${id} ${first} --upload FILE`,
      ...(blocked.length > 0
        ? [
            `Or try the same words again${price > 0 ? ` for about ${dollars(price)}` : ''}, since filters do not always answer the same: ${again}`,
          ]
        : []),
    ];
  }
  const plates = failures.flatMap(({ panelId, code }) =>
    panelId !== null && isPlatePanel(panelId) && refusals.includes(code) ? [plateOf(panelId)] : [],
  );
  if (plates.length > 0) {
    return [
      ...plates.map((plate) => `Upload a picture of your own: ${type} plates ${id} ${plainText(plate)} --upload FILE`),
      `Or try the same words again, since filters do not always answer the same: ${again}`,
      'Or change the description in the story file and submit it again: what is drawn is reused for free.',
    ];
  }
  return [
    describeCode(waitingOn ?? 'unexpected').remedy,
    `To continue, ${again}`,
    `Or change the panel or the model: ${type} edit ${id} N --prompt "…", or amend ${id} --model …`,
  ];
}
