import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import { coverBatch, coverPanel, type EventOf, type EventType, type StoryEvent } from '@nextpanel/core/events';
import { isPlatePanel, plateOf } from '@nextpanel/core/plate-panel';
import { describeCode, describeWait } from '../../../language/code-words.ts';
import { foreign, leftToRight } from '../../../language/foreign.ts';
import { listWords } from '../../../language/list-words.ts';
import { translateSentences } from '../../../language/server-sentence.ts';
import type { Tone } from '../../../parts/badge.tsx';
import { type AnyStatus, statusWord } from '../../../parts/status-badge.tsx';
import { checkWords } from '../panels/check-words.ts';
import { panelList } from './number-list.ts';

/** Kinds of events as the page calls them, in the order in which the filter offers them. */
export const eventKinds: Readonly<Record<EventType | 'unknown', readonly [word: MessageDescriptor, tone: Tone]>> = {
  'story.status': [msg`story`, 'neutral'],
  'story.waiting': [msg`waiting`, 'warn'],
  'story.amended': [msg`settings changed`, 'accent'],
  'story.lettered': [msg`lettering changed`, 'accent'],
  'story.approved': [msg`approved`, 'good'],
  'story.deleted': [msg`story deleted`, 'bad'],
  'batch.started': [msg`batch started`, 'accent'],
  'batch.collecting': [msg`batch collecting`, 'neutral'],
  'batch.released': [msg`batch released`, 'warn'],
  'batch.drawn': [msg`batch drawn`, 'good'],
  'batch.failed': [msg`batch failed`, 'bad'],
  'batch.reopened': [msg`batch reopened`, 'accent'],
  'requests.changed': [msg`requests`, 'neutral'],
  'panel.drawn': [msg`panel drawn`, 'good'],
  'panel.failed': [msg`panel failed`, 'bad'],
  'panel.edited': [msg`panel edited`, 'accent'],
  'panels.retaken': [msg`retake`, 'accent'],
  'panels.inserted': [msg`panels inserted`, 'accent'],
  'panels.removed': [msg`panels removed`, 'accent'],
  'panels.moved': [msg`panels moved`, 'accent'],
  'takes.removed': [msg`takes removed`, 'neutral'],
  'take.added': [msg`take added`, 'accent'],
  'take.selected': [msg`take selected`, 'accent'],
  'panel.checked': [msg`panel checked`, 'neutral'],
  'panel.accepted': [msg`panel accepted`, 'neutral'],
  'note.added': [msg`note`, 'accent'],
  'note.changed': [msg`note changed`, 'neutral'],
  'note.deleted': [msg`note deleted`, 'neutral'],
  'sheet.composed': [msg`sheet composed`, 'good'],
  'sheet.outdated': [msg`sheet outdated`, 'neutral'],
  'book.bound': [msg`book bound`, 'good'],
  'books.outdated': [msg`books outdated`, 'neutral'],
  'edition.changed': [msg`edition changed`, 'accent'],
  'edition.deleted': [msg`edition deleted`, 'accent'],
  'edition.sheet': [msg`edition sheet composed`, 'good'],
  'edition.outdated': [msg`edition sheet outdated`, 'neutral'],
  'edition.book': [msg`edition book bound`, 'good'],
  'edition.unbound': [msg`edition books outdated`, 'neutral'],
  'edition.failed': [msg`edition failed`, 'bad'],
  'budget.reached': [msg`budget reached`, 'warn'],
  'provider.paused': [msg`provider paused`, 'warn'],
  'provider.resumed': [msg`provider resumed`, 'accent'],
  'provider.down': [msg`provider failing`, 'warn'],
  'provider.up': [msg`provider works`, 'accent'],
  unknown: [msg`other`, 'neutral'],
};

/** What an event says, in a sentence without a full stop. */
export function eventWords(event: StoryEvent): string {
  switch (event.type) {
    case 'story.status':
      return statusWords(event);
    case 'story.waiting': {
      if (event.waitingOn === null) return t`No longer waiting`;
      const wait = describeWait({ ...event, code: event.waitingOn }, Date.parse(event.at));
      return t`Waiting: ${wait}`;
    }
    case 'story.amended': {
      const fields = listWords(event.fields.map(foreign));
      return fields === '' ? t`Settings were changed` : t`Changed: ${fields}`;
    }
    case 'story.lettered': {
      const panels = panelList(event.panels);
      return event.panels.length === 0 ? t`The lettering was changed` : t`The texts of ${panels} were changed`;
    }
    case 'story.approved':
      return t`The story was approved`;
    case 'story.deleted':
      return t`The story was deleted`;
    case 'batch.started':
    case 'batch.collecting':
    case 'batch.released':
    case 'batch.drawn':
    case 'batch.failed':
    case 'batch.reopened':
    case 'requests.changed':
      return batchWords(event);
    case 'panel.drawn':
    case 'panel.failed':
    case 'panel.edited':
    case 'take.added':
    case 'take.selected':
    case 'panel.checked':
    case 'panel.accepted':
    case 'note.added':
    case 'note.changed':
    case 'note.deleted':
      return panelWords(event);
    case 'panels.retaken':
    case 'panels.inserted':
    case 'panels.removed':
    case 'panels.moved':
    case 'takes.removed':
      return panelsWords(event);
    case 'sheet.composed':
      return t`Sheet ${event.sheet} is composed`;
    case 'sheet.outdated':
      return t`Sheet ${event.sheet} must be composed again`;
    case 'book.bound': {
      const book = nameOfBook(event);
      return t`The ${book} book is bound`;
    }
    case 'books.outdated':
      return t`The books must be bound again`;
    case 'edition.changed':
    case 'edition.deleted':
    case 'edition.sheet':
    case 'edition.outdated':
    case 'edition.book':
    case 'edition.unbound':
    case 'edition.failed':
      return editionWords(event);
    case 'budget.reached':
      return t`Batch ${event.batch} could exceed the budget`;
    case 'provider.paused': {
      const reason = foreign(event.reason);
      return t`${event.provider} is paused: ${reason}`;
    }
    case 'provider.resumed':
      return t`${event.provider} is resumed`;
    case 'provider.down':
      return translateSentences(event.reason) ?? foreign(event.reason);
    case 'provider.up':
      return t`${event.provider} works again`;
    case 'unknown':
      return t`“${event.name}”, an event this version does not know`;
  }
}

type BatchEvent = EventOf<
  | 'batch.started'
  | 'batch.collecting'
  | 'batch.released'
  | 'batch.drawn'
  | 'batch.failed'
  | 'batch.reopened'
  | 'requests.changed'
>;

function batchWords(event: BatchEvent): string {
  const batch = batchName(event);
  switch (event.type) {
    case 'batch.started': {
      const range = leftToRight(event.panels.join('–'));
      // Plates, the cover and removed panels have no numbers.
      return event.panels[0] === 0
        ? t`${batch} started, attempt ${event.attempt}`
        : t`${batch} started, attempt ${event.attempt}, panels ${range}`;
    }
    case 'batch.collecting':
      return t`${batch}: collecting requests still at the provider, attempt ${event.attempt}`;
    case 'batch.released': {
      const { title } = describeCode(event.code ?? (event.outcome === 'crashed' ? 'crashed' : 'interrupted'));
      return t`${batch}, attempt ${event.attempt}: ${title}`;
    }
    case 'batch.drawn':
      return event.batch === 0 ? t`${batch} are drawn` : t`${batch} is drawn and committed`;
    case 'batch.failed':
      return event.retry === true
        ? t`${batch} failed (${event.code}) and is retried`
        : t`${batch} failed: ${event.code}`;
    case 'batch.reopened':
      if (event.batchId === coverBatch) return t`The cover is drawn again`;
      return event.batch === 0 ? t`Plates are drawn again` : t`Panels of batch ${event.batch} are drawn again`;
    case 'requests.changed': {
      const state = t(requestStates[event.state]);
      return t`${batch}, requests: ${state}`;
    }
  }
}

/** States that a request passes, of which the ledger has its own words at the end. */
const requestStates: Readonly<Record<EventOf<'requests.changed'>['state'], MessageDescriptor>> = {
  intended: msg`planned`,
  ordered: msg`with the provider`,
  possibly_paid: msg`possibly paid`,
  settled: msg`settled`,
  dropped: msg`dropped`,
};

type PanelEvent = EventOf<
  | 'panel.drawn'
  | 'panel.failed'
  | 'panel.edited'
  | 'take.added'
  | 'take.selected'
  | 'panel.checked'
  | 'panel.accepted'
  | 'note.added'
  | 'note.changed'
  | 'note.deleted'
>;

function panelWords(event: PanelEvent): string {
  const panel = panelName(event);
  switch (event.type) {
    case 'panel.drawn':
      return t`A frame of ${panel} arrived and is stored`;
    case 'panel.failed': {
      const detail = foreign(event.failure.detail);
      return capital(`${panel}: ${detail} (${event.failure.code})`);
    }
    case 'panel.edited':
      return capital(event.art ? t`${panel} was edited and is drawn again` : t`${panel} was edited`);
    case 'take.added':
      return event.source === 'uploaded'
        ? t`Take ${event.take} of ${panel} was uploaded`
        : t`Take ${event.take} of ${panel} was added`;
    case 'take.selected':
      return t`Take ${event.take} of ${panel} was selected`;
    case 'panel.checked': {
      const list = listWords(event.found.map((check) => checkWords(check)));
      const found = list === '' ? t`nothing found` : t`found: ${list}`;
      if (event.label === undefined) return capital(`${panel}: ${found}`);
      const label = labelWords(event.label);
      return capital(t`${panel}: ${found}; label: ${label}`);
    }
    case 'panel.accepted':
      return event.accepted
        ? t`The picture of ${panel} was accepted`
        : t`The picture of ${panel} is no longer accepted`;
    case 'note.added':
      return t`A note was pinned on ${panel}`;
    case 'note.changed':
      return event.resolved ? t`A note on ${panel} is resolved` : t`A note on ${panel} was changed`;
    case 'note.deleted':
      return t`A note on ${panel} was deleted`;
  }
}

type PanelsEvent = EventOf<'panels.retaken' | 'panels.inserted' | 'panels.removed' | 'panels.moved' | 'takes.removed'>;

function panelsWords(event: PanelsEvent): string {
  switch (event.type) {
    case 'panels.retaken': {
      const panels = retakenName(event);
      if (event.instruction !== undefined) return t`Retouch of ${panels} requested: ${foreign(event.instruction)}`;
      return plural(event.count, {
        one: `# new take of ${panels} requested`,
        other: `# new takes of ${panels} requested`,
      });
    }
    case 'panels.inserted': {
      const { after } = event;
      return after === 0
        ? plural(event.panels, {
            one: '# panel inserted at the beginning; later panels have new numbers from now on',
            other: '# panels inserted at the beginning; later panels have new numbers from now on',
          })
        : plural(event.panels, {
            one: `# panel inserted after panel ${after}; later panels have new numbers from now on`,
            other: `# panels inserted after panel ${after}; later panels have new numbers from now on`,
          });
    }
    case 'panels.removed': {
      const panels = panelList(event.panels);
      return t`Removed ${panels}; later panels have new numbers from now on`;
    }
    case 'panels.moved': {
      const panels = panelList(event.panels);
      return event.after === 0
        ? t`Moved ${panels} to the beginning; panels have new numbers from now on`
        : t`Moved ${panels} to after panel ${event.after}; panels have new numbers from now on`;
    }
    case 'takes.removed': {
      const panels = panelList(event.panels);
      return t`Pictures of takes that are not selected were removed to make room: ${panels}`;
    }
  }
}

type EditionEvent = EventOf<
  | 'edition.changed'
  | 'edition.deleted'
  | 'edition.sheet'
  | 'edition.outdated'
  | 'edition.book'
  | 'edition.unbound'
  | 'edition.failed'
>;

function editionWords(event: EditionEvent): string {
  const { language } = event;
  switch (event.type) {
    case 'edition.changed':
      return t`The edition in ${language} was changed`;
    case 'edition.deleted':
      return t`The edition in ${language} was deleted`;
    case 'edition.sheet':
      return t`Sheet ${event.sheet} is composed in ${language}`;
    case 'edition.outdated':
      return t`Sheet ${event.sheet} must be composed again in ${language}`;
    case 'edition.book': {
      const book = nameOfBook(event);
      return t`The ${book} book is bound in ${language}`;
    }
    case 'edition.unbound':
      return t`The books in ${language} must be bound again`;
    case 'edition.failed': {
      const detail = foreign(event.failure.detail);
      return t`The edition in ${language}: ${detail}`;
    }
  }
}

function statusWords({ from, status, waitingOn }: EventOf<'story.status'>): string {
  const now = statusWord(status as AnyStatus);
  const what = waitingOn === null ? now : `${now} (${describeCode(waitingOn).brief})`;
  if (from === null) return t`Submitted, ${what}`;
  const before = statusWord(from as AnyStatus);
  return t`From ${before} to ${what}`;
}

/** What a user said of a verdict. */
const labelWords = (label: 'right' | 'wrong' | 'none'): string =>
  label === 'none' ? t`none` : label === 'right' ? t`right` : t`wrong`;

/** `PDF`, or `PRINT (kdp-6x9)` for one in pages of its own. */
function nameOfBook({ format, book }: { readonly format: string; readonly book?: string | undefined }): string {
  const pages = book === undefined ? '' : ` (${book.split('@').slice(1).join(', ')})`;
  return `${format.toUpperCase()}${pages}`;
}

/** Plates are drawn in a batch in front of the first one, the cover in one behind the last one. */
function batchName({ batch, batchId }: { readonly batch: number; readonly batchId?: string | undefined }): string {
  if (batchId === coverBatch) return t`The cover`;
  return batch === 0 ? t`Plates` : t`Batch ${batch}`;
}

/** Where a sentence begins with the name of a panel; languages without capitals stay as they are. */
const capital = (words: string): string => words.replace(/^[a-z]/, (letter) => letter.toUpperCase());

function retakenName({ panels, panelIds = [] }: Pick<EventOf<'panels.retaken'>, 'panels' | 'panelIds'>): string {
  const [only] = panelIds;
  return panels.every((panel) => panel === 0) && only !== undefined
    ? panelName({ panel: 0, panelId: only })
    : panelList(panels);
}

/** A panel without a number that is no plate was removed. */
function panelName({ panel, panelId = '' }: { readonly panel: number; readonly panelId?: string | undefined }): string {
  if (panel > 0) return t`panel ${panel}`;
  if (panelId === coverPanel) return t`the cover`;
  const plate = plateOf(panelId);
  return isPlatePanel(panelId) ? t`plate ${plate}` : t`a removed panel`;
}
