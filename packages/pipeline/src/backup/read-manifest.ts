import { type ArchiveEntry, unreadable } from './archive.ts';
import { backupFormat, type Manifest, manifestSchema } from './manifest.ts';

/** The first file of an archive. Throws `backup_unreadable`. */
export async function readManifest(files: AsyncGenerator<ArchiveEntry>, kind: Manifest['kind']): Promise<Manifest> {
  const { value: first } = (await files.next()) as { readonly value?: ArchiveEntry };
  const manifest = first?.name === 'manifest.json' ? manifestSchema.safeParse(parse(first.bytes)) : null;
  if (!manifest?.success || manifest.data.kind !== kind)
    throw unreadable(kind === 'backup' ? 'it is no backup of nextpanel' : 'it is no exported story');
  if (manifest.data.format > backupFormat) throw unreadable('it was made by a newer version');
  return manifest.data;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

/** One JSON document a line. Throws `backup_unreadable`. */
export function linesOf<Value>(bytes: Buffer): Value[] {
  try {
    const lines = bytes.toString().split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Value);
  } catch (error) {
    throw unreadable('a line of it is no JSON', error);
  }
}
