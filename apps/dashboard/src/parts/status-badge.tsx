import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { BatchStatus, PanelStatus, PlateView, ScriptStatus, StoryStatus } from '@nextpanel/core';
import { Badge, type Tone } from './badge.tsx';

export type AnyStatus = StoryStatus | PanelStatus | BatchStatus | PlateView['status'] | ScriptStatus | 'composed';

const looks: Readonly<Record<AnyStatus, readonly [word: MessageDescriptor, tone: Tone]>> = {
  queued: [msg`queued`, 'neutral'],
  plates: [msg`drawing plates`, 'accent'],
  waiting: [msg`waiting`, 'neutral'],
  supplied: [msg`supplied`, 'good'],
  none: [msg`no picture`, 'neutral'],
  drawing: [msg`drawing`, 'accent'],
  writing: [msg`being adapted`, 'accent'],
  done: [msg`draft ready`, 'good'],
  composing: [msg`composing`, 'accent'],
  composed: [msg`composed`, 'good'],
  drawn: [msg`drawn`, 'good'],
  completed: [msg`completed`, 'good'],
  paused: [msg`paused`, 'warn'],
  needs_attention: [msg`needs attention`, 'bad'],
  failed: [msg`failed`, 'bad'],
  cancelled: [msg`cancelled`, 'neutral'],
  deleted: [msg`deleted`, 'neutral'],
};

const approval = [msg`waiting for approval`, 'warn'] as const;

/** A status as people read it. */
export const statusWord = (status: AnyStatus): string => t(looks[status][0]);

/**
 * The status of a story, batch, panel or sheet.
 *
 * @param waitingOn of a story, what it waits for: one that waits to be approved has not failed
 */
export function StatusBadge({ status, waitingOn }: { readonly status: AnyStatus; readonly waitingOn?: string | null }) {
  const [word, tone] = status === 'needs_attention' && waitingOn === 'approval' ? approval : looks[status];
  return <Badge tone={tone}>{t(word)}</Badge>;
}
