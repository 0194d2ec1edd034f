import { isGeneratedTextId, NextpanelError, type PanelText } from '@nextpanel/core';
import type { Context } from '../context.ts';

/**
 * Whether the ids that edited texts bring along are theirs to have: one of their own panel, or a new one that no other text of the
 * story has. Throws `invalid` with every mistake.
 *
 * @param edits with the panel's id, null for a new panel without one, and the JSON pointer of each
 */
export async function checkTextIds(
  { state }: Pick<Context, 'state'>,
  story: string,
  edits: readonly { readonly panel: string | null; readonly text: readonly PanelText[]; readonly pointer: string }[],
): Promise<void> {
  const named = edits.flatMap(({ panel, text, pointer }) =>
    text.flatMap(({ id }, index) => (id === undefined ? [] : [{ panel, id, pointer: `${pointer}/text/${index}/id` }])),
  );
  if (named.length === 0) return;
  const panels = await state.read.panels(story, await state.read.order(story));
  const owners = new Map(panels.flatMap(({ id, spec }) => spec.text.map((text) => [text.id, id] as const)));
  const seen = new Set<string>();
  const errors = named.flatMap(({ panel, id, pointer }) => {
    const twice = seen.has(id);
    seen.add(id);
    const owner = owners.get(id);
    const detail = twice
      ? `two texts have the same id "${id}"; rename one`
      : owner !== undefined && owner !== panel
        ? `a text of panel ${panels.find((it) => it.id === owner)?.number ?? owner} has the id "${id}"; ids are unique in a story`
        : owner === undefined && isGeneratedTextId(id) && !(panel !== null && id.startsWith(`${panel}.`))
          ? `the story has no text with the id "${id}"; leave the id of a new text out`
          : null;
    return detail === null ? [] : [{ pointer, detail }];
  });
  if (errors.length > 0)
    throw new NextpanelError('invalid', errors.map(({ detail }) => detail).join('; '), { detail: { errors } });
}
