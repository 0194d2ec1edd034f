import type { BatchStatus, PanelStatus, PlateView, StoryStatus } from '@nextpanel/core';
import { Badge, type Tone } from './badge.tsx';

export type AnyStatus = StoryStatus | PanelStatus | BatchStatus | PlateView['status'] | 'composed';

const looks: Readonly<Record<AnyStatus, readonly [word: string, tone: Tone]>> = {
  queued: ['queued', 'neutral'],
  plates: ['drawing plates', 'accent'],
  waiting: ['waiting', 'neutral'],
  supplied: ['supplied', 'good'],
  none: ['no picture', 'neutral'],
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

const approval = ['waiting for approval', 'warn'] as const;

/** A status as people read it. */
export const statusWord = (status: AnyStatus): string => looks[status][0];

/**
 * The status of a story, batch, panel or sheet.
 *
 * @param waitingOn of a story, what it waits for: one that waits to be approved has not failed
 */
export function StatusBadge({ status, waitingOn }: { readonly status: AnyStatus; readonly waitingOn?: string | null }) {
  const [word, tone] = status === 'needs_attention' && waitingOn === 'approval' ? approval : looks[status];
  return <Badge tone={tone}>{word}</Badge>;
}
