import { NextpanelError } from '@nextpanel/core';
import type { StoryPart } from '../keyspace.ts';
import { storyParts } from '../state/all-stories.ts';
import { unfoldKept } from '../state/unfold-kept.ts';
import type { DumpedKey } from './dumped-key.ts';

/** A story of another installation, or of another tenant, under a new id. */
export interface ImportedStory {
  readonly id: string;
  readonly tenant: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** For each key of a request the one it has here. */
  readonly keyOf: (key: string) => string;
}

/** The type of each part; hashes are not named. */
const types: Partial<Record<StoryPart, DumpedKey['type']>> = {
  order: 'list',
  chain: 'list',
  plates: 'list',
  cover: 'list',
  events: 'stream',
};

/** Parts that stay behind: what is under way, since nothing of an imported story is, and who was given a link. */
const stay: readonly string[] = ['orders', 'open', 'links'] satisfies StoryPart[];

/** Of the header, what belongs to where the story came from, or is counted against budgets there. */
const left = [
  'idempotency',
  'same',
  'duplicateOf',
  'earlier',
  'collecting',
  'toFetch',
  'keepsOrders',
  'waiting',
  'waitingFacts',
  'waitingSince',
  'waitingLong',
  'notBefore',
  'ready',
  // Nothing is sent to an address that another installation was given.
  'webhook',
];

/**
 * The keys of a story as an import stores them: under its new id and tenant, paused unless it was over, with nothing at a vendor and nothing
 * spent here. Its requests stay in its ledger, marked as imported. Throws `backup_unreadable` for what is no story.
 */
export function importKeys(dumped: readonly DumpedKey[], story: ImportedStory): DumpedKey[] {
  const [header] = dumped.filter(({ name }) => /^story:[^:]+$/.test(name));
  if (!header) throw notAStory('it has no story');
  const from = `${header.name}:`;
  const parts = new Map<string, DumpedKey>();
  for (const key of dumped) {
    if (key === header) continue;
    const part = key.name.startsWith(from) ? key.name.slice(from.length) : '';
    if (!(storyParts as readonly string[]).includes(part)) throw notAStory(`it has ${key.name.slice(0, 100)}`);
    if (key.type !== (types[part as StoryPart] ?? 'hash')) throw notAStory(`${part} is a ${key.type}`);
    if (!stay.includes(part)) parts.set(part, key);
  }
  const batches = fieldsOf(parts.get('batches'));
  importBatches(batches);
  const requests = importRequests(unfoldKept(fieldsOf(parts.get('requests'))), story);
  const attempts = closeAttempts(fieldsOf(parts.get('attempts')), story.at);
  const changed = new Map([
    ['batches', batches],
    ['requests', requests],
    ['attempts', attempts],
  ]);
  const name = `story:${story.id}`;
  const kept = [...parts].flatMap(([part, key]): DumpedKey[] => {
    const fields = changed.get(part);
    const value = fields ? [...fields].flat() : key.value.map((it) => rekey(it, story));
    return value.length === 0 ? [] : [{ name: `${name}:${part}`, type: key.type, value }];
  });
  return [{ name, type: 'hash', value: [...importHeader(fieldsOf(header), story)].flat() }, ...kept];
}

function importHeader(fields: Map<string, string>, { id, tenant, at }: ImportedStory): Map<string, string> {
  for (const name of left) fields.delete(name);
  const [status = '', spent = '0', possibly = '0'] = [
    fields.get('status'),
    fields.get('spent'),
    fields.get('possibly'),
  ];
  if (!fields.has('spec') || status === '') throw notAStory('its header is not whole');
  const over = status === 'completed' || status === 'cancelled';
  return new Map([
    ...fields,
    ['id', id],
    ['tenant', tenant],
    ['idempotency', ''],
    ['created', String(at)],
    ['updated', String(at)],
    ['status', over ? status : 'paused'],
    ['reason', ''],
    ['fence', '0'],
    ['spent', '0'],
    ['possibly', '0'],
    [
      'imported',
      JSON.stringify({ at, story: fields.get('id') ?? '', spent: Number(spent), possibly: Number(possibly) }),
    ],
  ]);
}

/** Batches that are not drawn begin again; no turn takes up their requests, which are at another installation's vendor. */
function importBatches(fields: Map<string, string>): void {
  for (const [field, status] of fields) {
    const batch = /^(.*)\.status$/.exec(field)?.[1];
    if (batch === undefined || status === 'drawn') continue;
    if (status === 'drawing') fields.set(field, 'waiting');
    for (const name of [
      'requests',
      'suspended',
      'providerMs',
      'pinned',
      'anchor',
      'from',
      'before',
      'lookAt',
      'deaths',
      'strikes',
    ])
      fields.delete(`${batch}.${name}`);
  }
}

function importRequests(fields: Map<string, string>, story: ImportedStory): Map<string, string> {
  const kept = new Map<string, string>();
  for (const [field, state] of fields) {
    const id = /^(.*)\.state$/.exec(field)?.[1];
    // What was only intended was never asked of anybody.
    if (id === undefined || state === 'intended') continue;
    for (const name of ['intent', 'by', 'orderedAt', 'vendor', 'outcome', 'settledAt', 'evidence', 'day']) {
      const value = fields.get(`${id}.${name}`);
      if (value !== undefined) kept.set(`${id}.${name}`, value);
    }
    kept.set(`${id}.key`, story.keyOf(fields.get(`${id}.key`) ?? ''));
    // Only where it was ordered can its outcome be learnt.
    kept.set(`${id}.state`, state === 'ordered' ? 'possibly_paid' : state);
    kept.set(`${id}.imported`, '1');
  }
  return kept;
}

function closeAttempts(fields: Map<string, string>, at: number): Map<string, string> {
  for (const field of fields.keys()) {
    const attempt = /^(.*)\.start$/.exec(field)?.[1];
    if (attempt !== undefined && !fields.has(`${attempt}.end`))
      fields.set(`${attempt}.end`, JSON.stringify({ at, outcome: 'yielded' }));
  }
  return fields;
}

/** Keys of requests in frames, by which their records are found. */
function rekey(value: string | readonly string[], { keyOf }: ImportedStory): string | readonly string[] {
  if (typeof value !== 'string') return value;
  return value.replace(
    /("key":")([0-9a-f]{64})(")/g,
    (_, before: string, key: string, after: string) => before + keyOf(key) + after,
  );
}

function fieldsOf(key: DumpedKey | undefined): Map<string, string> {
  const texts = (key?.value ?? []) as readonly string[];
  return new Map(texts.flatMap((text, index) => (index % 2 === 0 ? [[text, texts[index + 1] ?? ''] as const] : [])));
}

const notAStory = (why: string): NextpanelError =>
  new NextpanelError('backup_unreadable', `the archive cannot be read: ${why}`);
