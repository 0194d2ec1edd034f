import { join } from 'node:path';
import type { Client } from '@nextpanel/client';
import type { TakeView } from '@nextpanel/core';
import { argumentOf, type PanelOrCover } from '../commands/server-options.ts';
import { numberOfServer } from '../story/names-of-server.ts';
import { pictureType } from '../story/picture-type.ts';
import { replaceBytes } from '../story/replace-file.ts';
import { prepareOutDir } from '../story/save-story.ts';

export interface SaveTakesOptions {
  readonly client: Pick<Client, 'takeImage'>;
  readonly id: string;
  readonly panel: PanelOrCover;
  readonly takes: readonly TakeView[];
  /** Absolute. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

/**
 * Writes the pictures of takes as `003-take-2.png` and so on. Each file is complete or absent.
 *
 * @returns absolute paths
 * @throws NextpanelError `out_unwritable`, `server_answer_invalid`
 */
export async function saveTakes({ client, id, panel, takes, dir, signal }: SaveTakesOptions): Promise<string[]> {
  await prepareOutDir(dir);
  const files: string[] = [];
  for (const take of takes) {
    signal.throwIfAborted();
    // Its picture made room for others.
    if (take.removed) continue;
    const number = numberOfServer(take.number);
    const bytes = new Uint8Array(await (await client.takeImage(id, panel, number)).arrayBuffer());
    const extension = pictureType(bytes)?.extension ?? 'png';
    const file = join(dir, `${argumentOf(panel).padStart(3, '0')}-take-${number}.${extension}`);
    await replaceBytes(file, bytes);
    files.push(file);
  }
  return files;
}
