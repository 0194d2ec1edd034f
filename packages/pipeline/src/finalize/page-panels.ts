import { ownValue, type PanelText, type Slot, withoutMarks } from '@nextpanel/core';
import type { PagePanel, PanelProvenance, SpokenText } from '@nextpanel/imaging';
import type { PanelFacts, StoredFrame, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { loadFrame } from '../frames.ts';
import { hasMarks } from './sheet-lettering.ts';

/** Which model drew a frame: that of its request, or the story's. */
export type Makers = (request: string | null) => { readonly provider: string; readonly model: string };

export async function readMakers(
  { state }: Pick<Context, 'state'>,
  { id, spec }: Pick<StoryFacts, 'id' | 'spec'>,
): Promise<Makers> {
  const requests = new Map((await state.read.requests(id)).map((request) => [request.id, request]));
  return (request) => {
    const found = request === null ? undefined : requests.get(request);
    return { provider: found?.provider ?? spec.render.provider, model: found?.model ?? spec.render.model };
  };
}

/** The panels of a page as its book gets them, in the words of the edition. */
export function pagePanels(
  context: Pick<Context, 'artifacts'>,
  facts: Pick<StoryFacts, 'spec'>,
  { panels, slots }: { readonly panels: readonly PanelFacts[]; readonly slots: readonly Slot[] },
  makers: Makers,
): PagePanel[] {
  return panels.flatMap((panel) => {
    const slot = slots.find((it) => it.panel === panel.number);
    return slot && panel.selected ? [pagePanel(context, facts, { panel, slot, frame: panel.selected }, makers)] : [];
  });
}

function pagePanel(
  context: Pick<Context, 'artifacts'>,
  { spec }: Pick<StoryFacts, 'spec'>,
  { panel, slot, frame }: { panel: PanelFacts; slot: Slot; frame: StoredFrame },
  makers: Makers,
): PagePanel {
  return {
    number: panel.number,
    alt: panel.spec.alt ?? panel.spec.prompt,
    texts: panel.spec.text.map((text) => spokenText(spec, text)),
    opensScene: panel.spec.pause === 'long',
    ...sceneNamed(spec, panel),
    slot: { x: slot.x, y: slot.y, width: slot.width, height: slot.height },
    ...(panel.spec.focus && { focus: panel.spec.focus }),
    frameSize: { width: frame.width, height: frame.height },
    provenance: provenanceOf(frame, makers),
    frame: async () => (await loadFrame(context, panel.id, frame)).bytes,
  };
}

/** Its scene as books call it: by its title, or by the words of its id. */
export function sceneNamed(
  { scenes = [] }: Pick<StoryFacts['spec'], 'scenes'>,
  { spec: { scene: id } }: Pick<PanelFacts, 'spec'>,
): Pick<PagePanel, 'scene'> {
  if (id === undefined) return {};
  const title = scenes.find((it) => it.id === id)?.title ?? id.replaceAll(/[-_]+/g, ' ');
  return { scene: { id, title } };
}

function spokenText(
  spec: StoryFacts['spec'],
  { kind, drawnBy, speaker, text, language }: PanelText & { readonly language?: string },
): SpokenText {
  const names = Object.fromEntries(spec.characters.map(({ id, name }) => [id, name]));
  return {
    kind,
    drawnBy,
    text: hasMarks(spec) ? withoutMarks(text) : text,
    ...(speaker !== undefined && { speaker: ownValue(names, speaker) ?? speaker }),
    ...(language !== undefined && { language }),
  };
}

/** Where the picture of a frame comes from. */
export function provenanceOf({ sha256, source }: StoredFrame, makers: Makers): PanelProvenance {
  if (source.kind === 'upload') return { sha256, source: 'upload' };
  const maker = makers(source.request);
  return { sha256, source: maker.provider === 'storyboard' ? 'program' : 'model', ...maker };
}
