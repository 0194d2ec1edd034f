import { readFile } from 'node:fs/promises';
import { builtInCatalogue, type Catalogue, NextpanelError, readCatalogueFile } from '@nextpanel/core';
import { parse } from 'yaml';

/** The built-in catalogue with what the user's file changes or adds. Throws `catalogue_invalid` with every mistake. */
export async function loadCatalogue(file: string | undefined): Promise<Catalogue> {
  if (file === undefined) return builtInCatalogue;
  let value: unknown;
  try {
    value = parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new NextpanelError(
      'catalogue_invalid',
      `NEXTPANEL_CATALOGUE ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  return readCatalogueFile(value);
}
