import { NextpanelError, type ProvenanceView } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { LostFrame, loadFrame } from '../frames.ts';
import { readRecord } from '../record.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { findAnyPanel, nameOf, type PartRef } from './find-panel.ts';
import { type Scope, storyHead } from './read-story.ts';

/**
 * Where the frame of a panel comes from: who drew it, from which prompt, and what the manifest says that its vendor put into the
 * picture. Throws `not_found`, `not_drawn`.
 */
export async function readProvenance(
  context: Pick<Context, 'state' | 'artifacts' | 'imaging' | 'queues' | 'log'>,
  { number, ...scope }: Scope & { readonly number: PartRef },
): Promise<ProvenanceView> {
  await storyHead(context, scope);
  const id = await findAnyPanel(context, scope, number);
  const [panel] = await context.state.read.panels(scope.id, [id]);
  const frame = panel?.selected ?? panel?.kept;
  if (!panel || !frame) throw new NextpanelError('not_drawn', `panel ${nameOf(number)} is not drawn yet`);
  const loaded = await loadFrame(context, id, frame).catch(async (error: unknown) => {
    if (!(error instanceof LostFrame)) throw error;
    await reportLostFrame(context, scope.id, error);
    throw new NextpanelError(
      'not_drawn',
      `the stored picture of panel ${nameOf(number)} was damaged; it must be drawn again`,
    );
  });
  const record = frame.source.kind === 'request' ? await readRecord(context, scope.tenant, frame.source.key) : null;
  const asked = record ?? frame.asked ?? null;
  return {
    panel: panel.number,
    panelId: id,
    take: panel.take,
    sha256: frame.sha256,
    mime: frame.mime,
    source: frame.source.kind === 'upload' ? 'uploaded' : 'drawn',
    at: frame.at === undefined ? null : new Date(frame.at).toISOString(),
    provider: asked?.provider ?? null,
    model: asked?.model ?? null,
    prompt: asked?.prompt ?? null,
    contentCredentials: context.imaging.readContentCredentials(loaded.bytes),
  };
}
