import { plural, t } from '@lingui/core/macro';
import type { EventType, StoryEvent } from '@nextpanel/core/events';
import { Link, useParams } from '@tanstack/react-router';
import { memo, useMemo, useRef, useState } from 'react';
import { useTimeline } from '../../../data/story-queries.ts';
import { Badge } from '../../../parts/badge.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { formatDuration } from '../../../parts/format-age.ts';
import { Select } from '../../../parts/select.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { useRows } from '../use-rows.ts';
import { eventKinds, eventWords } from '../words/event-words.ts';
import { filterEvents } from './filter-events.ts';

const kinds = () => [
  { value: 'all', label: t`Everything` },
  ...Object.entries(eventKinds).map(([value, [label]]) => ({ value, label: t(label) })),
];
const rowHeight = 41;

/** All events of a story, newest last. */
export function TimelinePage() {
  const { id } = useParams({ from: '/stories/$id' });
  const events = useTimeline(id);
  const [kind, setKind] = useState('all');
  const [batch, setBatch] = useState('');
  const [panel, setPanel] = useState('');
  const shown = useMemo(
    () =>
      filterEvents(events, {
        kind: kind === 'all' ? null : (kind as EventType | 'unknown'),
        batch: numberIn(batch),
        panel: numberIn(panel),
      }),
    [events, kind, batch, panel],
  );
  const list = useRef<HTMLOListElement>(null);
  const { rows, before, after, measure } = useRows({ list, count: shown.length, rowHeight, overscan: 15 });
  const count = shown.length;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <Select label={t`Kind`} value={kind} onChange={setKind} options={kinds()} />
        <div className="w-24">
          <TextField label={t`Batch`} inputMode="numeric" placeholder={t`any`} value={batch} onChange={setBatch} />
        </div>
        <div className="w-24">
          <TextField label={t`Panel`} inputMode="numeric" placeholder={t`any`} value={panel} onChange={setPanel} />
        </div>
        <p role="status" className="text-ink-soft pb-2 text-sm">
          {shown.length < events.length
            ? plural(events.length, { one: `${count} of # event`, other: `${count} of # events` })
            : plural(shown.length, { one: '# event', other: '# events' })}
        </p>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={events.length === 0 ? t`No events yet` : t`No matching events`} />
      ) : (
        <ol
          ref={list}
          aria-label={t`Events`}
          className="border-line bg-surface rounded-xl border"
          style={{ paddingTop: before, paddingBottom: after }}
        >
          {rows.map(({ index, key }) => {
            const event = shown[index];
            if (event === undefined) return null;
            return (
              <li key={key} ref={measure} data-index={index} className="border-line border-b last:border-b-0">
                <EventRow story={id} event={event} sinceMs={sinceMs(event, shown[index - 1])} />
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}

const EventRow = memo(function EventRow({
  story,
  event,
  sinceMs: since,
}: {
  readonly story: string;
  readonly event: StoryEvent;
  readonly sinceMs: number | null;
}) {
  const [word, tone] = eventKinds[event.type];
  return (
    <div className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-0.5 px-3 py-2 text-sm sm:grid-cols-[12rem_5.5rem_9rem_1fr]">
      <time dateTime={event.at} title={`${event.at.replace('T', ' ').replace('Z', '')} UTC`} className="tabular-nums">
        <bdi dir="ltr">{exactTime(event.at)}</bdi>
      </time>
      <span className="text-ink-soft tabular-nums">
        {since === null ? '' : <span title={t`Since the previous event`}>+{formatDuration(since)}</span>}
      </span>
      <span>
        <Badge tone={tone}>{t(word)}</Badge>
      </span>
      <span className="col-span-2 min-w-0 break-words sm:col-span-1">
        {eventWords(event)}
        {'panel' in event && (
          <>
            {' '}
            <Link
              to="."
              search={{ panel: event.panel }}
              resetScroll={false}
              params={{ id: story }}
              aria-label={t`View panel ${event.panel}`}
              className="text-accent underline"
            >
              {t`view`}
            </Link>
          </>
        )}
      </span>
    </div>
  );
});

const numberIn = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) : null);

const sinceMs = (event: StoryEvent, before: StoryEvent | undefined): number | null =>
  before === undefined ? null : Math.max(0, Date.parse(event.at) - Date.parse(before.at));

/** Local, with milliseconds: `2026-11-22 13:37:05.123`. */
function exactTime(at: string): string {
  const date = new Date(at);
  const two = (value: number, digits = 2) => String(value).padStart(digits, '0');
  // Read from left to right in every language, like the ids it is compared with.
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}
