import type { EventType, StoryEvent } from '@nextpanel/core';
import type { Tone } from '../../../parts/badge.tsx';

/** Kinds of events as they are called on the page, in the order in which they are offered. */
export const eventKinds: Readonly<Record<EventType, readonly [word: string, tone: Tone]>> = {
  'story.status': ['story', 'neutral'],
  'batch.started': ['batch started', 'accent'],
  'batch.drawn': ['batch drawn', 'good'],
  'batch.failed': ['batch failed', 'bad'],
  'panel.drawn': ['panel drawn', 'good'],
  'panel.failed': ['panel failed', 'bad'],
  'take.selected': ['take selected', 'accent'],
  'panels.inserted': ['panels inserted', 'accent'],
  'sheet.composed': ['sheet composed', 'good'],
  'book.bound': ['book bound', 'good'],
  'budget.reached': ['budget reached', 'warn'],
  'provider.paused': ['provider paused', 'warn'],
  'provider.resumed': ['provider resumed', 'accent'],
};

/** What an event says, in a sentence. */
export function eventWords(event: StoryEvent): string {
  const { panel, batch } = event as { panel?: number; batch?: number };
  switch (event.type) {
    case 'story.status':
      return statusWords(event);
    case 'batch.started':
      return `Batch ${batch} was picked up, attempt ${String(event.attempt)}, panels ${(event.panels as number[]).join('–')}`;
    case 'batch.drawn':
      return `Batch ${batch} is drawn and committed`;
    case 'batch.failed':
      return event.retry === true
        ? `Batch ${batch} failed (${String(event.code)}) and is tried again`
        : `Batch ${batch} failed: ${String(event.code)}`;
    case 'panel.drawn':
      return `A frame of panel ${panel} arrived and is stored`;
    case 'panel.failed': {
      const { code, detail } = event.failure as { code: string; detail: string };
      return `Panel ${panel}: ${detail} (${code})`;
    }
    case 'take.selected':
      return `Take ${String(event.take)} of panel ${panel} was selected`;
    case 'panels.inserted':
      return event.after === 0
        ? `${String(event.panels)} panels were put in front; all others have later numbers from here on`
        : `${String(event.panels)} panels were put behind panel ${String(event.after)}; those behind have later numbers from here on`;
    case 'sheet.composed':
      return `Sheet ${String(event.sheet)} is composed`;
    case 'book.bound':
      return `The ${String(event.format).toUpperCase()} book is bound`;
    case 'budget.reached':
      return `Batch ${batch} could go over the budget`;
    case 'provider.paused':
      return `${String(event.provider)} is paused: ${String(event.reason)}`;
    case 'provider.resumed':
      return `${String(event.provider)} goes on`;
  }
}

function statusWords({ from, status, waitingOn }: StoryEvent): string {
  const word = (it: unknown) => String(it).replaceAll('_', ' ');
  const why = typeof waitingOn === 'string' ? ` (${word(waitingOn)})` : '';
  return typeof from === 'string' ? `From ${word(from)} to ${word(status)}${why}` : `Submitted, ${word(status)}${why}`;
}
