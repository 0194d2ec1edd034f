import { findWrongNames, NextpanelError, namedFrames, type PanelSpec, readCastNames } from '@nextpanel/core';
import type { ChainLink, StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import type { ChangedChain } from './plan-redraw.ts';

/** What an edit says of a panel, with the JSON pointer of it. */
interface EditedPanel {
  /** Permanent id; the batch that has it decides which frames are there before. */
  readonly id: string;
  readonly panel: Partial<PanelSpec>;
  readonly pointer: string;
}

/**
 * Whether every scene, outfit and picture that edits name is in the story, and every frame that they go along with is of an earlier batch
 * of the chain. Throws `invalid` with every mistake.
 */
export function checkNames(spec: StoredSpec, chain: readonly ChainLink[], edits: readonly EditedPanel[]): void {
  const names = readCastNames(spec);
  if (names === null) return;
  const batchOf = (panel: string) => {
    const index = chain.findIndex(({ panels }) => panels.includes(panel));
    return index < 0 ? null : index;
  };
  const errors = edits.flatMap(({ id, panel, pointer }) => [
    ...findWrongNames(panel, names, { batchOf, own: batchOf(id) ?? chain.length }).map(({ path, detail }) => ({
      pointer: `${pointer}/${path.join('/')}`,
      detail,
    })),
    ...tooOld(spec, panel).map((field) => ({
      pointer: `${pointer}/${field}`,
      detail: `this story was submitted before \`${field}\` was known, and keeps its recipe; amend it with recipe "latest" first`,
    })),
  ]);
  if (errors.length > 0)
    throw new NextpanelError('invalid', 'the edit names what the story does not have', { detail: { errors } });
}

/**
 * Whether every frame that some panel names is still of an earlier batch after the chain changed. Reads the panels only of stories in which
 * one does. Throws `invalid_state`.
 */
export async function checkNamedFrames(
  { state }: Pick<Context, 'state'>,
  { story, spec, chain, over = new Map() }: Pick<ChangedChain, 'story' | 'spec' | 'chain' | 'over'>,
): Promise<void> {
  if (!spec.namesFrames) return;
  const ids = chain.flatMap(({ panels }) => panels);
  const stored = await state.read.panels(
    story,
    ids.filter((id) => !over.has(id)),
  );
  const place = new Map(chain.flatMap(({ panels }, index) => panels.map((id) => [id, index] as const)));
  for (const { id, number, spec: panel } of [...stored, ...over.values()]) {
    const late = namedFrames(panel).find((name) => (place.get(name) ?? -1) >= (place.get(id) ?? 0));
    if (late === undefined || number === 0) continue;
    throw new NextpanelError(
      'invalid_state',
      `panel ${id} goes along with the frame of panel ${late}, which would no longer be of an earlier batch; change \`continuesFrom\` or \`references\` of panel ${id} first`,
    );
  }
}

/** Fields that the story's recipe does not know: it would ignore them. */
const tooOld = ({ recipe = 1 }: StoredSpec, panel: Partial<PanelSpec>): string[] =>
  recipe >= 2 ? [] : (['references', 'continuesFrom'] as const).filter((field) => panel[field] !== undefined);
