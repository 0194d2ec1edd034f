import type { Light } from '@nextpanel/checks';
import type { PanelSpec } from '@nextpanel/core';
import type { FrameVerdict, StoredFrame, StoredSpec, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { loadFrame } from '../frames.ts';
import { isOn, stopOf } from './found-verdicts.ts';
import { measureBlank, measureBorders, measureDrift, measureText, readLight } from './measure-frame.ts';
import { wantsText } from './wants-text.ts';

/** How many panels before those of a sheet are looked at, too: a scene may have too few frames until a later sheet is drawn. */
const before = 24;

type Reading = Pick<Context, 'imaging' | 'textFinder' | 'log'>;

interface Shown {
  readonly id: string;
  readonly number: number;
  readonly spec: PanelSpec;
  readonly frame: StoredFrame;
}

/**
 * Measures selected frames by the checks that take longer (text) or need other frames (drift), and those that were never measured before their
 * batch was committed, such as uploaded ones. It marks panels, or stops an active story before its next batch; it buys nothing. Each
 * frame is measured once. Throws LostFrame.
 */
export async function checkSheet(
  context: Pick<Context, 'state' | 'artifacts'> & Reading,
  { id: story, spec }: StoryFacts,
  panels: readonly { readonly number: number }[],
): Promise<void> {
  const checks = (['blank', 'borders', 'text', 'drift'] as const).filter((check) => isOn(spec, check));
  if (checks.length === 0) return;
  const { state } = context;
  const shown = await readShown(context, story, panels);
  const known = new Set((await state.checks.all(story)).map((it) => `${it.panel} ${it.sha256} ${it.check}`));
  const lights = new Map<string, Promise<Light>>();
  const lightOf = ({ id, frame }: Shown): Promise<Light> => {
    const light = lights.get(id) ?? loadFrame(context, id, frame).then(({ bytes }) => readLight(context, bytes));
    lights.set(id, light);
    return light;
  };
  const verdicts: FrameVerdict[] = [];
  for (const panel of shown) {
    const { id, frame } = panel;
    const missing = checks.filter((check) => !known.has(`${id} ${frame.sha256} ${check}`));
    for (const check of missing) {
      const bytes = async () => (await loadFrame(context, id, frame)).bytes;
      const measured = await measureBy[check](context, { panel, shown, lightOf, bytes, spec });
      if (measured) verdicts.push({ ...measured, panel: id, sha256: frame.sha256, check, at: state.clock.now() });
    }
  }
  await state.checks.record(story, verdicts);
  // What a user uploaded is not held against the story.
  const drawn = new Set(shown.flatMap(({ id, frame }) => (frame.source.kind === 'request' ? [id] : [])));
  const stop = stopOf(
    spec,
    verdicts.filter(({ panel }) => drawn.has(panel)),
    (panel) => shown.find(({ id }) => id === panel)?.number ?? 0,
  );
  if (stop) await state.stories.stop(story, stop);
}

interface Measuring {
  readonly panel: Shown;
  readonly shown: readonly Shown[];
  readonly lightOf: (panel: Shown) => Promise<Light>;
  readonly bytes: () => Promise<Uint8Array>;
  readonly spec: StoredSpec;
}

/** What each check measures; null where it has nothing to measure. */
const measureBy = {
  blank: async (context: Reading, { bytes }: Measuring) => measureBlank(context, await bytes()),
  borders: async (context: Reading, { bytes }: Measuring) => measureBorders(context, await bytes()),
  drift: async (_context: Reading, { panel, shown, lightOf }: Measuring) => driftOf(panel, shown, lightOf),
  // The storyboard writes the prompt into its pictures.
  text: async (context: Reading, { panel, bytes, spec }: Measuring) =>
    spec.render.provider === 'storyboard' || wantsText(panel.spec) ? null : readText(context, await bytes()),
};

/** Null when the reader fails, such as where memory for its models is short: a sheet is composed without this verdict. */
async function readText(context: Reading, bytes: Uint8Array) {
  try {
    return await measureText(context, bytes);
  } catch (error) {
    context.log.warn({ err: error }, 'letters in a frame could not be looked for');
    return null;
  }
}

/** The panels of a sheet and some before them, as far as they have a selected frame. */
async function readShown(
  { state }: Pick<Context, 'state'>,
  story: string,
  panels: readonly { readonly number: number }[],
): Promise<Shown[]> {
  const numbers = panels.map(({ number }) => number);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const near = (await state.read.order(story)).slice(Math.max(0, first - 1 - before), last);
  return (await state.read.panels(story, near)).flatMap(({ id, number, spec, selected }) =>
    selected ? [{ id, number, spec, frame: selected }] : [],
  );
}

/** Of a panel in a scene that the story names; others belong to none. */
async function driftOf(panel: Shown, shown: readonly Shown[], lightOf: (panel: Shown) => Promise<Light>) {
  const { scene } = panel.spec;
  if (scene === undefined) return null;
  const others = shown.filter((other) => other !== panel && other.spec.scene === scene);
  return measureDrift(await lightOf(panel), await Promise.all(others.map(lightOf)));
}
