import { describeCode, describeWait } from '@nextpanel/core/errors';
import { coverBatch, coverPanel, type EventOf, type EventType, type StoryEvent } from '@nextpanel/core/events';
import type { Tone } from '../../../parts/badge.tsx';
import { countOf, panelList } from './number-list.ts';

/** Kinds of events as the page calls them, in the order in which the filter offers them. */
export const eventKinds: Readonly<Record<EventType | 'unknown', readonly [word: string, tone: Tone]>> = {
  'story.status': ['story', 'neutral'],
  'story.waiting': ['waiting', 'warn'],
  'story.amended': ['settings changed', 'accent'],
  'story.lettered': ['lettering changed', 'accent'],
  'story.approved': ['approved', 'good'],
  'story.deleted': ['story deleted', 'bad'],
  'batch.started': ['batch started', 'accent'],
  'batch.collecting': ['batch collecting', 'neutral'],
  'batch.released': ['batch released', 'warn'],
  'batch.drawn': ['batch drawn', 'good'],
  'batch.failed': ['batch failed', 'bad'],
  'batch.reopened': ['batch reopened', 'accent'],
  'requests.changed': ['requests', 'neutral'],
  'panel.drawn': ['panel drawn', 'good'],
  'panel.failed': ['panel failed', 'bad'],
  'panel.edited': ['panel edited', 'accent'],
  'panels.retaken': ['retake', 'accent'],
  'panels.inserted': ['panels inserted', 'accent'],
  'panels.removed': ['panels removed', 'accent'],
  'panels.moved': ['panels moved', 'accent'],
  'takes.removed': ['takes removed', 'neutral'],
  'take.added': ['take added', 'accent'],
  'take.selected': ['take selected', 'accent'],
  'panel.checked': ['panel checked', 'neutral'],
  'note.added': ['note', 'accent'],
  'note.changed': ['note changed', 'neutral'],
  'note.deleted': ['note deleted', 'neutral'],
  'sheet.composed': ['sheet composed', 'good'],
  'sheet.outdated': ['sheet outdated', 'neutral'],
  'book.bound': ['book bound', 'good'],
  'books.outdated': ['books outdated', 'neutral'],
  'edition.changed': ['edition changed', 'accent'],
  'edition.deleted': ['edition deleted', 'accent'],
  'edition.sheet': ['edition sheet composed', 'good'],
  'edition.outdated': ['edition sheet outdated', 'neutral'],
  'edition.book': ['edition book bound', 'good'],
  'edition.unbound': ['edition books outdated', 'neutral'],
  'edition.failed': ['edition failed', 'bad'],
  'budget.reached': ['budget reached', 'warn'],
  'provider.paused': ['provider paused', 'warn'],
  'provider.resumed': ['provider resumed', 'accent'],
  'provider.down': ['provider failing', 'warn'],
  'provider.up': ['provider works', 'accent'],
  unknown: ['other', 'neutral'],
};

const spaced = (word: string): string => word.replaceAll('_', ' ');

/** What an event says, in a sentence without a full stop. */
export function eventWords(event: StoryEvent): string {
  switch (event.type) {
    case 'story.status':
      return statusWords(event);
    case 'story.waiting':
      return event.waitingOn === null
        ? 'No longer waiting'
        : `Waiting: ${describeWait({ ...event, code: event.waitingOn }, Date.parse(event.at))}`;
    case 'story.amended':
      return event.fields.length === 0 ? 'Settings were changed' : `Changed: ${event.fields.join(', ')}`;
    case 'story.lettered':
      return event.panels.length === 0
        ? 'The lettering was changed'
        : `The texts of ${panelList(event.panels)} were changed`;
    case 'story.approved':
      return 'The story was approved';
    case 'story.deleted':
      return 'The story was deleted';
    case 'batch.started':
      return `${batchName(event)} started, attempt ${event.attempt}${event.batchId === coverBatch ? '' : `, panels ${event.panels.join('–')}`}`;
    case 'batch.collecting':
      return `${batchName(event)}: collecting requests still at the provider, attempt ${event.attempt}`;
    case 'batch.released': {
      const { code = event.outcome === 'crashed' ? 'crashed' : 'interrupted' } = event;
      return `${batchName(event)}, attempt ${event.attempt}: ${describeCode(code).title}`;
    }
    case 'batch.drawn':
      return event.batch === 0 ? `${batchName(event)} are drawn` : `${batchName(event)} is drawn and committed`;
    case 'batch.failed':
      return event.retry === true
        ? `${batchName(event)} failed (${event.code}) and is retried`
        : `${batchName(event)} failed: ${event.code}`;
    case 'batch.reopened':
      if (event.batchId === coverBatch) return 'The cover is drawn again';
      return event.batch === 0 ? 'Plates are drawn again' : `Panels of batch ${event.batch} are drawn again`;
    case 'requests.changed':
      return `Requests of ${batchName(event).replace(/^[A-Z]/, (letter) => letter.toLowerCase())}: ${spaced(event.state)}`;
    case 'panel.drawn':
      return `A frame of ${panelName(event)} arrived and is stored`;
    case 'panel.failed':
      return `${capital(panelName(event))}: ${event.failure.detail} (${event.failure.code})`;
    case 'panel.edited':
      return event.art
        ? `${capital(panelName(event))} was edited and is drawn again`
        : `${capital(panelName(event))} was edited`;
    case 'panels.retaken':
      return event.instruction === undefined
        ? `${countOf(event.count, 'new take')} of ${retakenName(event)} requested`
        : `Retouch of ${retakenName(event)} requested: ${event.instruction}`;
    case 'panels.inserted': {
      const where = event.after === 0 ? 'at the beginning' : `after panel ${event.after}`;
      return `${countOf(event.panels, 'panel')} inserted ${where}; later panels have new numbers from now on`;
    }
    case 'panels.removed':
      return `Removed ${panelList(event.panels)}; later panels have new numbers from now on`;
    case 'panels.moved': {
      const where = event.after === 0 ? 'to the beginning' : `to after panel ${event.after}`;
      return `Moved ${panelList(event.panels)} ${where}; panels have new numbers from now on`;
    }
    case 'takes.removed':
      return `Pictures of takes that are not selected were removed to make room: ${panelList(event.panels)}`;
    case 'take.added':
      return `Take ${event.take} of ${panelName(event)} was ${event.source === 'uploaded' ? 'uploaded' : 'added'}`;
    case 'take.selected':
      return `Take ${event.take} of ${panelName(event)} was selected`;
    case 'panel.checked': {
      const found = event.found.length > 0 ? `found: ${event.found.join(', ')}` : 'nothing found';
      return event.label === undefined
        ? `Panel ${event.panel}: ${found}`
        : `Panel ${event.panel}: ${found}; label: ${event.label}`;
    }
    case 'sheet.composed':
      return `Sheet ${event.sheet} is composed`;
    case 'sheet.outdated':
      return `Sheet ${event.sheet} must be composed again`;
    case 'book.bound':
      return `The ${nameOfBook(event)} book is bound`;
    case 'books.outdated':
      return 'The books must be bound again';
    case 'edition.changed':
      return `The edition in ${event.language} was changed`;
    case 'note.added':
      return `A note was pinned on ${panelName(event)}`;
    case 'note.changed':
      return event.resolved ? `A note on ${panelName(event)} is resolved` : `A note on ${panelName(event)} was changed`;
    case 'note.deleted':
      return `A note on ${panelName(event)} was deleted`;
    case 'edition.deleted':
      return `The edition in ${event.language} was deleted`;
    case 'edition.sheet':
      return `Sheet ${event.sheet} is composed in ${event.language}`;
    case 'edition.outdated':
      return `Sheet ${event.sheet} must be composed again in ${event.language}`;
    case 'edition.book':
      return `The ${nameOfBook(event)} book is bound in ${event.language}`;
    case 'edition.unbound':
      return `The books in ${event.language} must be bound again`;
    case 'edition.failed':
      return `The edition in ${event.language}: ${event.failure.detail}`;
    case 'budget.reached':
      return `Batch ${event.batch} could exceed the budget`;
    case 'provider.paused':
      return `${event.provider} is paused: ${event.reason}`;
    case 'provider.resumed':
      return `${event.provider} is resumed`;
    case 'provider.down':
      return event.reason;
    case 'provider.up':
      return `${event.provider} works again`;
    case 'unknown':
      return `“${event.name}”, an event this version does not know`;
  }
}

function statusWords({ from, status, waitingOn }: EventOf<'story.status'>): string {
  const why = waitingOn === null ? '' : ` (${spaced(waitingOn)})`;
  return from === null ? `Submitted, ${spaced(status)}${why}` : `From ${spaced(from)} to ${spaced(status)}${why}`;
}

/** `PDF`, or `PRINT (kdp-6x9)` for one in pages of its own. */
function nameOfBook({ format, book }: { readonly format: string; readonly book?: string | undefined }): string {
  const pages = book === undefined ? '' : ` (${book.split('@').slice(1).join(', ')})`;
  return `${format.toUpperCase()}${pages}`;
}

/** Plates are drawn in a batch in front of the first one, the cover in one behind the last one. */
function batchName({ batch, batchId }: { readonly batch: number; readonly batchId?: string | undefined }): string {
  if (batchId === coverBatch) return 'The cover';
  return batch === 0 ? 'Plates' : `Batch ${batch}`;
}

const capital = (words: string): string => words.replace(/^[a-z]/, (letter) => letter.toUpperCase());

function retakenName({ panels, panelIds = [] }: Pick<EventOf<'panels.retaken'>, 'panels' | 'panelIds'>): string {
  const [only] = panelIds;
  return panels.every((panel) => panel === 0) && only !== undefined
    ? panelName({ panel: 0, panelId: only })
    : panelList(panels);
}

/** Ids of plates begin with an @; other panels without a number were removed. */
function panelName({ panel, panelId = '' }: { readonly panel: number; readonly panelId?: string | undefined }): string {
  if (panel > 0) return `panel ${panel}`;
  if (panelId === coverPanel) return 'the cover';
  return panelId.startsWith('@') ? `plate ${panelId.slice(1)}` : 'a removed panel';
}
