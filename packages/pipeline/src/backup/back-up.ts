import { type DumpedKey, HashSet, hashesIn } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type ArchiveWriter, writeArchive } from './archive.ts';
import { backupFormat, type Counts, type Manifest } from './manifest.ts';

type BackupContext = Pick<Context, 'state' | 'artifacts' | 'log'>;

/** Lines are written in files of about this size, in UTF-16 code units. */
const fileLength = 4 * 1_048_576;

/**
 * Writes the whole installation as one archive, while it runs: first the state, then the records and pictures, of which there are then at least
 * those that the state names. Answers with what is in it.
 *
 * @param pictures false: only the state and the records; for those who keep the pictures another way, as a bucket with versions does
 */
export async function backUp(
  { state, artifacts, log }: BackupContext,
  to: NodeJS.WritableStream,
  { pictures = true }: { readonly pictures?: boolean } = {},
): Promise<Counts> {
  const named = new HashSet();
  const counts = { keys: 0, records: 0, pictures: 0, missing: 0 };
  await writeArchive(to, async (archive) => {
    const manifest: Manifest = {
      format: backupFormat,
      kind: 'backup',
      schema: await state.backups.schema(),
      at: state.clock.now(),
      pictures,
    };
    await archive.add('manifest.json', json(manifest));
    const keys = openLines(archive, 'state');
    for await (const dumped of state.backups.dump()) {
      for (const key of dumped) {
        await keys.add(key satisfies DumpedKey, named);
        counts.keys += 1;
      }
    }
    await keys.end();
    const records = openLines(archive, 'records');
    for await (const { tenant, key } of artifacts.records()) {
      const record = await artifacts.readRecord(tenant, key);
      // It was removed since it was listed.
      if (record === null) continue;
      await records.add({ tenant, key, record }, named);
      counts.records += 1;
    }
    await records.end();
    if (pictures) {
      for (const sha256 of named) {
        // Most are keys of requests, which name no picture.
        if (!(await artifacts.has(sha256))) continue;
        const bytes = await artifacts.get(sha256).catch((error: unknown) => {
          log.warn({ sha256, err: error }, 'a stored file cannot be read and is not in the backup');
          counts.missing += 1;
          return null;
        });
        if (bytes === null) continue;
        await archive.add(`pictures/${sha256}`, bytes);
        counts.pictures += 1;
      }
    }
    await archive.add('end.json', json(counts));
  });
  return counts;
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** One JSON document a line, in files that are read whole. */
export function openLines(archive: ArchiveWriter, folder: string) {
  let lines: string[] = [];
  let length = 0;
  let files = 0;
  const end = async (): Promise<void> => {
    if (lines.length === 0) return;
    files += 1;
    await archive.add(`${folder}/${String(files).padStart(6, '0')}.jsonl`, Buffer.from(`${lines.join('\n')}\n`));
    lines = [];
    length = 0;
  };
  return {
    async add(value: unknown, named: HashSet): Promise<void> {
      const line = JSON.stringify(value);
      for (const sha256 of hashesIn(line)) named.add(sha256);
      lines.push(line);
      length += line.length;
      if (length >= fileLength) await end();
    },
    end,
  };
}
