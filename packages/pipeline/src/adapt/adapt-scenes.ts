import {
  type AdaptedScene,
  type AskedScene,
  askForPanels,
  askForScenes,
  divideUnits,
  halve,
  joinDescribed,
  type PanelList,
  type SceneList,
  type SourceUnit,
  say,
  type UnitRange,
} from '@nextpanel/core';
import type { ScriptProgress } from '@nextpanel/store';
import { type Adapter, askModel } from './ask-model.ts';

/** What a model made of a script, and what it could not do, in words for the user. */
export interface AdaptedScript extends Pick<SceneList, 'title' | 'characters' | 'locations'> {
  readonly scenes: readonly AdaptedScene[];
  readonly notes: readonly string[];
}

/** Pieces of a scene that are asked about in one call; longer scenes are divided. */
const piecesMost = 40;
/** Scenes that are asked about at once. */
const scenesAtOnce = 3;

/** Asks for the scenes of a script first, then for the panels of each. Throws ScriptStopped. */
export async function adaptScenes(
  adapter: Adapter,
  units: readonly SourceUnit[],
  onProgress: (progress: ScriptProgress) => Promise<void>,
): Promise<AdaptedScript> {
  const notes: string[] = [];
  const parts = divideUnits(units);
  let list: SceneList = { title: null, characters: [], locations: [], scenes: [] };
  for (const [index, range] of parts.entries()) {
    await onProgress({ parts: index, partsTotal: parts.length, scenes: 0, scenesTotal: 0 });
    list = await scenesOf(adapter, units, range, list, notes);
  }
  const asked = list.scenes.flatMap((scene, index) =>
    shorten(scene).map((range) => ({ ...scene, ...range, before: list.scenes[index - 1]?.summary ?? null })),
  );
  const panels: (PanelList['panels'] | null)[] = [];
  let done = 0;
  const report = () =>
    onProgress({ parts: parts.length, partsTotal: parts.length, scenes: done, scenesTotal: asked.length });
  await report();
  for (let at = 0; at < asked.length; at += scenesAtOnce) {
    const group = asked.slice(at, at + scenesAtOnce).map(async (scene) => {
      const described = await panelsOf(adapter, units, scene, list, notes);
      done += 1;
      await report();
      return described;
    });
    // An answer that another one's failure interrupts would be paid and lost.
    await Promise.allSettled(group);
    panels.push(...(await Promise.all(group)));
  }
  return {
    ...list,
    scenes: asked.map(({ from, to, location, time }, index) => ({
      from,
      to,
      location,
      time,
      panels: panels[index] ?? null,
    })),
    notes,
  };
}

async function scenesOf(
  adapter: Adapter,
  units: readonly SourceUnit[],
  range: UnitRange,
  known: SceneList,
  notes: string[],
): Promise<SceneList> {
  const answer = await askModel(adapter, askForScenes(units, range, known, adapter.script.spec.wishes));
  if (answer.kind === 'answered') {
    const { title, characters, locations, scenes } = answer.value;
    return {
      title: known.title ?? title,
      characters: [...joinDescribed(known.characters, characters)],
      locations: [...joinDescribed(known.locations, locations)],
      scenes: [...known.scenes, ...scenes],
    };
  }
  if (answer.kind === 'cut' && range.to > range.from) {
    const [first, second] = halve(range);
    return scenesOf(adapter, units, second, await scenesOf(adapter, units, first, known, notes), notes);
  }
  notes.push(say('script.not_divided', { from: range.from, to: range.to, said: reasonOf(answer) }));
  return { ...known, scenes: [...known.scenes, { ...range, location: null, time: null, summary: '' }] };
}

async function panelsOf(
  adapter: Adapter,
  units: readonly SourceUnit[],
  scene: AskedScene,
  list: SceneList,
  notes: string[],
): Promise<PanelList['panels'] | null> {
  const answer = await askModel(adapter, askForPanels(units, scene, list, adapter.script.spec.wishes));
  if (answer.kind === 'answered') return answer.value.panels;
  if (answer.kind === 'cut' && scene.to > scene.from) {
    const halves: (PanelList['panels'] | null)[] = [];
    for (const half of halve(scene)) halves.push(await panelsOf(adapter, units, { ...scene, ...half }, list, notes));
    return halves.some((half) => half === null) ? null : halves.flatMap((half) => half ?? []);
  }
  notes.push(say('script.without_model', { from: scene.from, to: scene.to, said: reasonOf(answer) }));
  return null;
}

const reasonOf = (answer: { readonly kind: 'cut' } | { readonly kind: 'unusable'; readonly reason: string }): string =>
  answer.kind === 'cut' ? say('script.cut') : answer.reason;

/** A long scene in parts of about the same length. */
function shorten({ from, to }: UnitRange): UnitRange[] {
  const parts = Math.ceil((to - from + 1) / piecesMost);
  const length = Math.ceil((to - from + 1) / parts);
  return Array.from({ length: parts }, (_, index) => ({
    from: from + index * length,
    to: Math.min(to, from + (index + 1) * length - 1),
  }));
}
