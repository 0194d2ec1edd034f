import { link, opendir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifacts } from './artifacts.ts';
import { codeOf, type Disk, fileSize } from './disk.ts';
import { type Trash, touch } from './trash.ts';

export interface DiskRecords {
  readonly access: Pick<Artifacts, 'mayHaveRecords' | 'readRecord' | 'writeRecord' | 'removeRecord' | 'records'>;
  path(tenant: string, key: string): string;
}

/** Name of a record in the trash. Tenants have no dot in their name, hashes neither. */
export const trashName = (tenant: string, key: string): string => `${tenant}.${key}`;

/** Records as files `<folder>/<tenant>/ab/cd…`, one JSON document each. */
export function openDiskRecords(
  folder: string,
  { disk, trash, temporary }: { disk: Disk; trash: Trash; temporary: () => string },
): DiskRecords {
  const pathOf = (tenant: string, key: string) => `${folder}/${tenant}/${key.slice(0, 2)}/${key.slice(2)}`;
  const readRecord = async (tenant: string, key: string): Promise<unknown> => {
    const path = pathOf(tenant, key);
    if (!trash.bringBack(trashName(tenant, key), path)) return null;
    try {
      return JSON.parse((await disk.read(path)).toString()) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
      // Half a record can only come from a damaged disk; it counts as missing and is replaced.
      await rm(path, { force: true });
      return null;
    }
  };
  const access: DiskRecords['access'] = {
    mayHaveRecords: async (tenant) => fileSize(`${folder}/${tenant}`) !== null,
    readRecord,
    async writeRecord(tenant, key, record, { replace = false } = {}) {
      const from = temporary();
      const path = pathOf(tenant, key);
      await disk.create(from, Buffer.from(JSON.stringify(record)));
      if (replace) await disk.rename(from, path);
      else if (!(await disk.renameIfAbsent(from, path))) {
        touch(path);
        return false;
      }
      return true;
    },
    async removeRecord(tenant, key, fits) {
      const present = await readRecord(tenant, key);
      if (present === null || !fits(present)) return false;
      // Another process may have replaced it in the meantime: the removed file is checked again, and restored.
      const aside = temporary();
      try {
        await rename(pathOf(tenant, key), aside);
        if (fits(JSON.parse(await readFile(aside, 'utf8')))) return true;
        await link(aside, pathOf(tenant, key)).catch(() => undefined);
        return false;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      } finally {
        await rm(aside, { force: true });
      }
    },
    async *records(only) {
      if (only !== undefined) {
        const begin = only.start.slice(0, 2);
        for await (const rest of namesIn(join(folder, only.tenant, begin))) {
          if (`${begin}${rest}`.startsWith(only.start)) yield { tenant: only.tenant, key: `${begin}${rest}` };
        }
        return;
      }
      for await (const tenant of namesIn(folder)) {
        for await (const start of namesIn(join(folder, tenant))) {
          for await (const rest of namesIn(join(folder, tenant, start))) yield { tenant, key: `${start}${rest}` };
        }
      }
    },
  };
  return { access, path: pathOf };
}

/** Names in a folder, read lazily; none if it is missing. */
export async function* namesIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  });
  if (!entries) return;
  for await (const { name } of entries) yield name;
}
