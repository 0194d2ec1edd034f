import { join } from 'node:path';
import type { BookLayout, Client } from '@nextpanel/client';
import { argumentOf, type PanelOrCover } from '../commands/server-options.ts';
import { pictureType } from './picture-type.ts';
import { replaceBytes } from './replace-file.ts';

export interface LetteredPanelOptions {
  readonly client: Pick<Client, 'letteredPanel'>;
  readonly id: string;
  readonly panel: PanelOrCover;
  /** Absolute; it exists. */
  readonly dir: string;
  readonly language: string | undefined;
  readonly layout: BookLayout | undefined;
  readonly page: string | undefined;
}

/**
 * Writes a panel with its lettering as `003-lettered.webp`, before it in German `003-lettered.de.webp`, and returns the name.
 *
 * @throws NextpanelError `out_unwritable`
 */
export async function saveLetteredPanel(options: LetteredPanelOptions): Promise<string> {
  const { client, id, panel, dir, language, layout, page } = options;
  const answer = await client.letteredPanel(id, panel, { language, layout, page });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const marks = ['lettered', language, layout, page].filter((mark) => mark !== undefined).join('.');
  const name = `${argumentOf(panel).padStart(3, '0')}-${marks}.${pictureType(bytes)?.extension ?? 'png'}`;
  await replaceBytes(join(dir, name), bytes);
  return name;
}
