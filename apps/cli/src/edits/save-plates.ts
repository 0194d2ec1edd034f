import { join } from 'node:path';
import type { Client, PlateView, TakeView } from '@nextpanel/client';
import { nameOfServer, numberOfServer } from '../story/names-of-server.ts';
import { pictureType } from '../story/picture-type.ts';
import { replaceBytes } from '../story/replace-file.ts';
import { prepareOutDir } from '../story/save-story.ts';

export interface SavePlatesOptions {
  readonly client: Pick<Client, 'picture' | 'plateTakes'>;
  readonly id: string;
  readonly plates: readonly Pick<PlateView, 'id' | 'pictures' | 'takes'>[];
  /** All takes that can be seen, instead of the pictures that go along. */
  readonly allTakes: boolean;
  /** Absolute. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

/**
 * Writes the pictures of plates as `hare.png`, `hare.winter.png`, of several supplied ones `hare-1.png` and `hare-2.png`, and of takes
 * `hare-take-2.png`. Each file is complete or absent.
 *
 * @returns absolute paths
 * @throws NextpanelError `out_unwritable`, `server_answer_invalid`
 */
export async function savePlates({ client, id, plates, allTakes, dir, signal }: SavePlatesOptions): Promise<string[]> {
  await prepareOutDir(dir);
  const files: string[] = [];
  const save = async (name: string, sha256: string) => {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await (await client.picture(id, sha256)).arrayBuffer());
    const file = join(dir, `${name}.${pictureType(bytes)?.extension ?? 'png'}`);
    await replaceBytes(file, bytes);
    files.push(file);
  };
  for (const plate of plates) {
    const name = nameOfServer('name of a plate', plate.id).replace('/', '.');
    if (allTakes && plate.takes > 0) {
      for (const { number, frame } of (await client.plateTakes(id, plate.id)).filter(isSeen))
        await save(`${name}-take-${numberOfServer(number)}`, frame.sha256);
      continue;
    }
    for (const [at, { sha256 }] of plate.pictures.entries())
      await save(plate.pictures.length > 1 ? `${name}-${at + 1}` : name, sha256);
  }
  return files;
}

/** The picture of a removed take made room for others. */
const isSeen = ({ removed }: TakeView): boolean => removed !== true;
