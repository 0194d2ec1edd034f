import { PassThrough, type Readable } from 'node:stream';
import { type DumpedKey, HashSet, hashesIn } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type Scope, storyHead } from '../stories/read-story.ts';
import { writeArchive } from './archive.ts';
import { openLines } from './back-up.ts';
import { backupFormat, type Manifest } from './manifest.ts';

/**
 * Everything of a story as one archive: spec, panels, takes, plates, editions, ledger, records, sheets, books and pictures. Read while it is sent;
 * the story may continue meanwhile. Throws `not_found`.
 */
export async function exportStory(
  context: Pick<Context, 'state' | 'artifacts' | 'log'>,
  scope: Scope,
): Promise<Readable> {
  const { state, artifacts, log } = context;
  await storyHead(context, scope);
  const dumped = await state.backups.dumpStory(scope.id);
  const named = new HashSet();
  const counts = { keys: dumped.length, records: 0, pictures: 0, missing: 0 };
  const out = new PassThrough();
  const written = writeArchive(out, async (archive) => {
    const manifest: Manifest = {
      format: backupFormat,
      kind: 'story',
      schema: Number(headerOf(dumped, 'schema') ?? (await state.backups.schema())),
      at: state.clock.now(),
      pictures: true,
      tenant: scope.tenant,
    };
    await archive.add('manifest.json', line(manifest));
    const keys = openLines(archive, 'state');
    for (const key of dumped) await keys.add(key, named);
    await keys.end();
    const records = openLines(archive, 'records');
    for (const key of requestKeys(dumped)) {
      const record = await artifacts.readRecord(scope.tenant, key);
      if (record === null) continue;
      await records.add({ tenant: scope.tenant, key, record }, named);
      counts.records += 1;
    }
    await records.end();
    for (const sha256 of named) {
      if (!(await artifacts.has(sha256))) continue;
      await archive.add(`pictures/${sha256}`, await artifacts.get(sha256));
      counts.pictures += 1;
    }
    await archive.add('end.json', line(counts));
  });
  written.catch((error: unknown) => {
    log.warn({ story: scope.id, err: error }, 'an export was not finished');
    out.destroy(error as Error);
  });
  return out;
}

const line = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

const headerOf = (dumped: readonly DumpedKey[], field: string): string | undefined => {
  const fields = dumped.find(({ name }) => /^story:[^:]+$/.test(name))?.value ?? [];
  const at = fields.findIndex((it, index) => index % 2 === 0 && it === field);
  return at === -1 ? undefined : (fields[at + 1] as string);
};

/** Keys of its requests, those of recalled ones too, which only frames name. */
function requestKeys(dumped: readonly DumpedKey[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, value } of dumped) {
    if (!/:(requests|takes|selected|kept)$/.test(name)) continue;
    for (const it of value) for (const hash of hashesIn(String(it))) found.add(hash);
  }
  return found;
}
