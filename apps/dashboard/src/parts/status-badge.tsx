import type { BatchStatus, PanelStatus, StoryStatus } from '@nextpanel/core';
import { Badge, type Tone } from './badge.tsx';

export type AnyStatus = StoryStatus | PanelStatus | BatchStatus | 'composed';

const looks: Readonly<Record<AnyStatus, readonly [word: string, tone: Tone]>> = {
  queued: ['queued', 'neutral'],
  waiting: ['waiting', 'neutral'],
  drawing: ['drawing', 'accent'],
  composing: ['composing', 'accent'],
  composed: ['composed', 'good'],
  drawn: ['drawn', 'good'],
  completed: ['completed', 'good'],
  paused: ['paused', 'warn'],
  needs_attention: ['needs attention', 'bad'],
  failed: ['failed', 'bad'],
  cancelled: ['cancelled', 'neutral'],
};

/** A status as people read it. */
export const statusWord = (status: AnyStatus): string => looks[status][0];

/** The status of a story, batch, panel or sheet. */
export function StatusBadge({ status }: { readonly status: AnyStatus }) {
  const [word, tone] = looks[status];
  return <Badge tone={tone}>{word}</Badge>;
}
