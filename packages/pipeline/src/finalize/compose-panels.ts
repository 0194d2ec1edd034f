import { createHash } from 'node:crypto';
import { copySize, findCopies } from '@nextpanel/checks';
import { canonicalJson, nameTexts, type Pixels, type SheetPlan, say, withoutTextIds } from '@nextpanel/core';
import { type PageEncoding, type PanelProvenance, releasePixels } from '@nextpanel/imaging';
import type { PanelFacts, Read, StoredFrame, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { warnOfSize } from '../warn-of-size.ts';
import { castIn } from './cast-in.ts';
import { provenanceOf, readMakers } from './page-panels.ts';
import { bookToCompose, panelToDraw } from './sheet-input.ts';
import { bookInputs, hashLettering, readLettering } from './sheet-lettering.ts';
import { openSigner, sealSheet } from './sign-sheet.ts';

/** Raised when the composer draws the same panels differently, so that old sheets are composed again. */
const composerVersion = 13;

type ComposeContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'signing' | 'failpoint'>;

/** What a sheet is made from: its plan, and its panels as the edition shows them, each with its selected frame. */
export interface SheetFrames {
  readonly facts: StoryFacts;
  readonly plan: SheetPlan;
  readonly panels: readonly PanelFacts[];
  readonly selected: ReadonlyMap<string, Read<StoredFrame>>;
}

interface SheetToCompose {
  /** `hashInputs` of it. */
  readonly inputs: string;
  /** As it was composed before: lettering that shows the same words in the same places is drawn as it is. */
  readonly present: StoredSheet | undefined;
  /** What its books have the page in, if they have it as it is. */
  readonly encode?: readonly PageEncoding[];
}

/** Where the pictures of a sheet come from. */
async function provenances(
  context: Pick<ComposeContext, 'state'>,
  facts: StoryFacts,
  selected: SheetFrames['selected'],
): Promise<{ provenance: PanelProvenance }[]> {
  const makers = await readMakers(context, facts);
  return [...selected.values()].map(({ value }) => ({ provenance: provenanceOf(value, makers) }));
}

/**
 * Composes a sheet and stores its picture and its lettering, and the page as its books have it, all signed where this installation signs.
 * Nothing is stored before everything could be signed. Throws LostFrame, `signing_unusable`, `signing_failed`.
 */
export async function composePanels(
  context: ComposeContext,
  sheet: SheetFrames,
  { inputs, present, encode = [] }: SheetToCompose,
): Promise<StoredSheet> {
  const { artifacts, imaging, failpoint } = context;
  const { facts, plan, panels, selected } = sheet;
  // Before the work: an expired certificate would make it useless.
  const signer = await openSigner(context);
  const words = hashLettering(facts, plan, panels, selected);
  const lettering = present?.lettering?.inputs === words ? await readLettering(context, present) : null;
  const small: { readonly number: number; readonly pixels: Pixels }[] = [];
  const sheetPanels = panels.map((panel) => {
    const drawn = panelToDraw(context, panel, (selected.get(panel.id) as Read<StoredFrame>).value);
    const frame = async () => {
      const bytes = await drawn.frame();
      small.push({ number: panel.number, pixels: await imaging.readPixels(bytes, copySize) });
      return bytes;
    };
    return { ...drawn, frame };
  });
  const composed = await imaging.composeSheet({
    plan,
    panels: sheetPanels,
    ...(await bookToCompose(context, facts)),
    ...(lettering && { lettering }),
    ...(encode.length > 0 && { encode: { as: encode, panels: await provenances(context, facts, selected) } }),
  });
  const seal = await sealSheet(context, sheet, signer);
  const picture = await seal(composed.png, 'image/png');
  const pages: [PageEncoding, Uint8Array][] = [];
  for (const as of encode) {
    const page = composed.encoded[as];
    if (page) pages.push([as, await seal(page, `image/${as}`)]);
  }
  const set = await artifacts.put(Buffer.from(canonicalJson(composed.lettering)));
  const sha256 = await artifacts.put(picture);
  const encoded: Partial<Record<PageEncoding, string>> = {};
  for (const [as, page] of pages) encoded[as] = await artifacts.put(page);
  failpoint('sheet-stored');
  // Some 30 MB, of which V8 does not know that they are worth collecting.
  for (const bytes of [composed.png, picture, ...pages.map(([, page]) => page)]) releasePixels(bytes);
  return {
    sha256,
    inputs,
    width: plan.width,
    height: plan.height,
    ...(plan.dpi !== null && { dpi: plan.dpi }),
    panels: panels.map(({ id }) => id),
    lettering: { sha256: set, inputs: words },
    ...(encode.length > 0 && { encoded }),
    ...(signer && { signature: signer.facts }),
    warnings: [
      ...composed.warnings,
      ...warnOfSizes(panels, selected),
      ...(await warnOfMouths(context, facts, panels, selected)),
      ...warnOfCopies(small),
    ],
  };
}

const warnOfSizes = (
  panels: readonly PanelFacts[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
): StoredSheet['warnings'] =>
  panels.flatMap(({ id, number }) =>
    warnOfSize(selected.get(id)?.value ?? null).map((warning) => ({ panel: number, ...warning })),
  );

/** A mouth that was placed in another take may be elsewhere in this one. */
async function warnOfMouths(
  { state }: Pick<ComposeContext, 'state'>,
  { id: story, spec: { characters } }: StoryFacts,
  panels: readonly PanelFacts[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
): Promise<StoredSheet['warnings']> {
  const nameOf = (speaker: string | undefined) => characters.find(({ id }) => id === speaker)?.name ?? 'the speaker';
  const unchecked = panels.map(async ({ id, number, spec }) => {
    const placed = nameTexts(id, spec.text).filter(({ mouth }) => mouth);
    if (placed.length === 0) return [];
    const frame = selected.get(id)?.value.sha256;
    const first = (await state.read.takes(story, id))[0]?.sha256;
    const others = placed.filter((text) => (spec.mouthFrames?.[text.id] ?? first ?? frame) !== frame);
    return [...new Set(others.map(({ speaker }) => nameOf(speaker)))].map((name) => ({
      panel: number,
      code: 'mouth_unchecked' as const,
      detail: say('sheet.mouth', { name, panel: number }),
    }));
  });
  return (await Promise.all(unchecked)).flat();
}

/** Independent requests may yield the same picture twice; it is kept, and said. */
function warnOfCopies(drawn: readonly { readonly number: number; readonly pixels: Pixels }[]): StoredSheet['warnings'] {
  const panels = drawn.toSorted((a, b) => a.number - b.number);
  const copies = findCopies(panels.map(({ pixels }) => pixels));
  return copies.flatMap(({ a, b }) => {
    const [first, second] = [panels[a]?.number, panels[b]?.number];
    if (first === undefined || second === undefined) return [];
    return [
      {
        panel: second,
        code: 'near_identical',
        detail: say('sheet.alike', { panel: second, other: first }),
      },
    ];
  });
}

/** SHA-256 over everything a sheet is composed from. */
export function hashInputs({ facts: { spec }, plan, panels, selected }: SheetFrames): string {
  const inputs = {
    composerVersion,
    plan,
    ...bookInputs(spec),
    panels: panels.map(({ id, number, spec }) => ({
      number,
      characters: castIn(spec, selected.get(id)?.value),
      text: withoutTextIds(spec.text),
      mouthFrames: spec.mouthFrames,
      focus: spec.focus,
      frame: selected.get(id)?.value.sha256,
    })),
  };
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex');
}
