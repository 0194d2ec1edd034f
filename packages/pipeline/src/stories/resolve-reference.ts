import { asNextpanelError, NextpanelError } from '@nextpanel/core';
import type { StoredReference } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { fetchPicture } from '../fetch-picture.ts';
import { assetKey, readAsset } from '../store-asset.ts';

/**
 * Turns what a character's reference says (asset id, data URL or https URL) into a stored picture, once, at submit: from
 * then on the story does not depend on any other server.
 *
 * @param pointer JSON pointer of the reference, for the error
 */
export async function resolveReference(
  { artifacts, imaging }: Pick<Context, 'artifacts' | 'imaging'>,
  tenant: string,
  reference: string,
  pointer: string,
): Promise<StoredReference> {
  if (assetKey(reference) !== null) {
    const asset = await readAsset({ artifacts }, tenant, reference);
    if (asset) return asset;
    throw new NextpanelError(
      'unknown_asset',
      `there is no asset ${reference}; upload the picture with POST /v1/assets first`,
      {
        detail: { pointer },
      },
    );
  }
  try {
    const bytes = reference.startsWith('data:')
      ? Buffer.from(reference.slice(reference.indexOf(',') + 1), 'base64')
      : await fetchPicture(reference);
    const facts = await imaging.inspectPicture(bytes);
    return { ...facts, sha256: await artifacts.put(bytes) };
  } catch (thrown) {
    const error = asNextpanelError(thrown);
    throw new NextpanelError('reference_unreadable', `the reference picture cannot be used: ${error.message}`, {
      cause: error,
      detail: { pointer },
    });
  }
}
