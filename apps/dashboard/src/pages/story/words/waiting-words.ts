import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { describeCode, describeWait } from '../../../language/code-words.ts';
import { formatUsd } from '../../../parts/format-usd.ts';

/** The button that helps a stopped story. */
export type Remedy = 'approve' | 'open-panel' | 'raise-budget' | 'resume' | 'resume-provider' | 'none';

interface WaitingWords {
  readonly title: string;
  readonly text: string;
  readonly remedy: Remedy;
}

/** What a story is waiting for, in plain words; null if it is not waiting. */
export function waitingWords(
  story: Pick<StoryView, 'status' | 'waitingOn' | 'waiting' | 'failures' | 'cost'>,
  now: number,
): WaitingWords | null {
  if (story.status === 'paused') return { title: t`Paused`, text: pausedWords(story.cost), remedy: 'resume' };
  if (story.waitingOn === null) return null;
  if (story.status === 'needs_attention') return attentionWords(story.waitingOn, story.failures);
  const { title, remedy } = describeCode(story.waitingOn);
  const { waiting } = story;
  const said = waiting?.detail || waiting?.until ? `${capital(describeWait(waiting, now))}. ` : '';
  return {
    title,
    text: `${said}${remedy}`,
    remedy: story.waitingOn === 'provider_paused' ? 'resume-provider' : 'none',
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Pausing lets the batch in flight finish. */
function pausedWords({ heldUsd }: StoryView['cost']): string {
  const held = formatUsd(heldUsd);
  return heldUsd > 0
    ? t`Nothing more is ordered until you resume the story. A batch that is being drawn is finished, paid for and kept: up to ${held} is held for it.`
    : t`Nothing more is ordered until you resume the story. A batch that is being drawn is finished, paid for and kept.`;
}

const remedies: Readonly<Record<string, Remedy>> = { approval: 'approve', budget: 'raise-budget' };

function attentionWords(code: string, failures: StoryView['failures']): WaitingWords {
  const { title, remedy: text } = describeCode(code);
  const atPanels = failures.filter(({ panel }) => panel !== null).length;
  if (code === 'moderation_blocked') {
    const refused = failures.filter((it) => it.panel !== null && it.code === code).length;
    return refused > 1
      ? {
          title: plural(refused, {
            one: 'The provider refused # panel because of its content rules',
            other: 'The provider refused # panels because of its content rules',
          }),
          text: t`Reword their prompts or change their reference pictures. The story continues after the last one is changed.`,
          remedy: 'open-panel',
        }
      : { title, text, remedy: 'open-panel' };
  }
  if (atPanels === 0) return { title, text, remedy: remedies[code] ?? 'resume' };
  return {
    title:
      atPanels > 1
        ? plural(atPanels, { one: '# panel could not be drawn', other: '# panels could not be drawn' })
        : t`A panel could not be drawn`,
    text: `${title}. ${text}`,
    remedy: remedies[code] ?? 'open-panel',
  };
}
