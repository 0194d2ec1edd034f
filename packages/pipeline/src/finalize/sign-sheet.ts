import type { PageEncoding, PageSigner, PanelProvenance, PictureToSign } from '@nextpanel/imaging';
import type { StoredSheet } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { loadFrame } from '../frames.ts';
import type { SheetFrames } from './compose-panels.ts';
import { provenanceOf, readMakers } from './page-panels.ts';

/** How this installation signs now; null: it does not. Throws `signing_unusable`. */
export const openSigner = async ({ signing }: Pick<Context, 'signing'>): Promise<PageSigner | null> =>
  (await signing?.open()) ?? null;

/** Whether the pictures of a sheet are signed as they would be now. */
export const isSignedNow = ({ signature }: Pick<StoredSheet, 'signature'>, signer: PageSigner | null): boolean =>
  signature?.certificate === signer?.facts.certificate;

/** Signs a picture of a sheet, or leaves it as it is where nothing is signed. */
export type SealPicture = (bytes: Uint8Array, mime: PictureToSign['mime']) => Promise<Uint8Array>;

/** Signs pictures of a sheet with the frames of its panels as ingredients. */
export async function sealSheet(
  context: Pick<Context, 'state' | 'artifacts'>,
  { facts, plan, panels, selected }: SheetFrames,
  signer: PageSigner | null,
): Promise<SealPicture> {
  if (!signer) return async (bytes) => bytes;
  const makers = await readMakers(context, facts);
  const signed = panels.flatMap(({ id, number }) => {
    const frame = selected.get(id)?.value;
    if (!frame) return [];
    const provenance: PanelProvenance = provenanceOf(frame, makers);
    return [{ number, provenance, frame: async () => (await loadFrame(context, id, frame)).bytes }];
  });
  return (bytes, mime) => signer.sign({ bytes, mime, title: `Page ${plan.number}`, panels: signed });
}

/**
 * The same sheet, signed as this installation signs now: its pictures are those that are stored, not composed again. Throws LostFrame, and
 * what `Artifacts.get` throws.
 */
export async function signSheetAgain(
  context: Pick<Context, 'state' | 'artifacts' | 'imaging'>,
  frames: SheetFrames,
  before: StoredSheet,
  signer: PageSigner | null,
): Promise<StoredSheet> {
  const { artifacts, imaging } = context;
  const { signature: _, ...sheet } = before;
  const seal = await sealSheet(context, frames, signer);
  const again = async (sha256: string, mime: PictureToSign['mime']) => {
    const plain = imaging.withoutManifest(Buffer.from(await artifacts.get(sha256)));
    return artifacts.put(await seal(plain, mime));
  };
  const encoded: Partial<Record<PageEncoding, string>> = {};
  for (const [as, sha256] of Object.entries(sheet.encoded ?? {}) as [PageEncoding, string][])
    encoded[as] = await again(sha256, `image/${as}`);
  return {
    ...sheet,
    sha256: await again(sheet.sha256, 'image/png'),
    ...(sheet.encoded && { encoded }),
    ...(signer && { signature: signer.facts }),
  };
}
