import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { StoryView } from '@nextpanel/core';
import type { DumpedKey } from '@nextpanel/store';
import type { Context } from '../context.ts';
import type { RequestRecord } from '../record.ts';
import { readStory } from '../stories/read-story.ts';
import { newStoryId } from '../stories/submit-story.ts';
import { readArchive, unreadable } from './archive.ts';
import { countsSchema } from './manifest.ts';
import { linesOf, readManifest } from './read-manifest.ts';

/** The state of one story, in bytes: a thousand panels have some ten megabytes. */
const stateBytesMax = 64 * 1_048_576;

/**
 * Takes in a story that was exported, here or elsewhere, under a new id. It is paused unless it was over; what it had cost is shown and counted
 * against no budget. Every picture is checked against its hash. Records get the keys of this tenant: the same ones for a tenant of the same
 * name, so that equal requests are recalled from them; others of their own, so that nothing is recalled by a key that cannot be verified.
 *
 * The same change again is answered with the story that is there; `change` is that of an Idempotency-Key, see `nameChange`.
 *
 * Throws `backup_unreadable`.
 */
export async function importStory(
  context: Pick<Context, 'state' | 'artifacts' | 'queues' | 'log'>,
  { tenant, change }: { readonly tenant: string; readonly change?: string },
  from: Readable,
): Promise<StoryView> {
  const { state, artifacts, log } = context;
  const at = state.clock.now();
  const id = change === undefined ? newStoryId(at) : `s${change.slice(0, 20)}`;
  if (change !== undefined && (await state.read.head(id)) !== null) {
    // The client reads no answer before it has sent the rest.
    await finished(from.resume());
    return readStory(context, { tenant, id });
  }
  const files = readArchive(from);
  const manifest = await readManifest(files, 'story');
  const schema = await state.backups.schema();
  if (manifest.schema > schema)
    throw unreadable(`its schema is ${manifest.schema}, and this installation has ${schema}; upgrade it first`);
  const keyOf = (key: string) => (manifest.tenant === tenant ? key : importedKey(tenant, key));
  const dumped: DumpedKey[] = [];
  const records: { readonly key: string; readonly record: RequestRecord }[] = [];
  let [pictures, stateBytes, whole] = [0, 0, false];
  for await (const { name, bytes } of files) {
    if (name.startsWith('state/')) {
      stateBytes += bytes.byteLength;
      if (stateBytes > stateBytesMax) throw unreadable('it is larger than a story can be');
      dumped.push(...linesOf<DumpedKey>(bytes));
    } else if (name.startsWith('records/')) {
      stateBytes += bytes.byteLength;
      if (stateBytes > stateBytesMax) throw unreadable('it is larger than a story can be');
      records.push(...linesOf<{ key: string; record: RequestRecord }>(bytes));
    } else if (name.startsWith('pictures/')) {
      const sha256 = name.slice('pictures/'.length);
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw unreadable(`${name} is damaged`);
      await artifacts.put(bytes);
      pictures += 1;
    } else if (name === 'end.json') {
      const end = countsSchema.parse(JSON.parse(bytes.toString()));
      whole = end.keys === dumped.length && end.records === records.length && end.pictures === pictures;
    }
  }
  if (!whole) throw unreadable('it is not whole');
  for (const { key, record } of records) {
    if (!/^[0-9a-f]{64}$/.test(key)) throw unreadable('a record has no key');
    await artifacts.writeRecord(tenant, keyOf(key), { ...record, story: id });
  }
  await state.backups.importStory(dumped, { id, tenant, at, keyOf });
  try {
    // As lists show it: one that cannot be read would take all others of its tenant with it.
    const story = await readStory(context, { tenant, id });
    log.info({ story: id, records: records.length, pictures }, 'story imported');
    return story;
  } catch (cause) {
    await state.backups.dropStory({ tenant, id });
    throw unreadable('its state is not that of a story', cause);
  }
}

const importedKey = (tenant: string, key: string): string =>
  createHash('sha256').update(`imported by ${tenant}: ${key}`).digest('hex');
