import { createHash } from 'node:crypto';
import type * as Core from '@nextpanel/core';
import type { openProviders } from '@nextpanel/providers';

/** One panel as a turn claims it. */
type Panel = Core.PanelSpec & { readonly number: number };

/** The parts of a release by which it names its requests. */
export interface KeyPlanner {
  readonly core: Pick<
    typeof Core,
    'parseStorySpec' | 'chooseModel' | 'planBatches' | 'splitBatch' | 'startsFromWords' | 'parseConfig'
  >;
  readonly openProviders: typeof openProviders;
  /** Keys of one round of requests: one for each group of panels. */
  readonly planRound: (round: Round) => readonly string[];
}

export interface Round {
  readonly spec: object;
  readonly model: Core.Model;
  readonly provider: Core.Provider;
  readonly method: Core.Method;
  readonly groups: readonly (readonly Panel[])[];
  readonly redraw: number;
  readonly anchor: Core.Picture | null;
  readonly referenceFrame: Core.Picture | null;
  /** Number of the panel that the reference frame shows. */
  readonly referencePanel: number | null;
}

/** Every vendor, and every way a batch is asked for. */
export const renders: readonly Readonly<Record<string, unknown>>[] = [
  { provider: 'storyboard' },
  { provider: 'openai' },
  { provider: 'openai', recoverable: true },
  { provider: 'openai', method: 'series' },
  { provider: 'openai', method: 'contact-sheet' },
  { provider: 'openai', method: 'one-call' },
  { provider: 'azure' },
  { provider: 'fal' },
  { provider: 'fal', model: 'flux-2-pro' },
  { provider: 'fal', model: 'nano-banana-2', method: 'one-call' },
  { provider: 'openai-compatible', model: 'local-model' },
];

/** A picture with these facts; keys depend on its hash alone. */
const pictureOf = (name: string): Core.Picture => ({
  sha256: createHash('sha256').update(name).digest('hex'),
  width: 1_024,
  height: 1_024,
  mime: 'image/png',
  bytes: new Uint8Array(),
});

/**
 * The keys of all requests of a story, batch by batch, as if panel n had been drawn as "frame n"; and those of a second
 * retake of the first panel of each batch. What cannot be drawn this way is named by the code of its refusal.
 */
export async function planKeys(planner: KeyPlanner, source: string): Promise<Record<string, string[]>> {
  const { core } = planner;
  const parsed = core.parseStorySpec(source);
  if (!parsed.ok) throw new Error('the example is not valid');
  const providers = await planner.openProviders({
    storyboard: { draw: () => Promise.reject(new Error('nothing is drawn here')), latencyMs: 0 },
    ...core.parseConfig({
      OPENAI_API_KEY: 'any',
      AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:9',
      AZURE_OPENAI_API_KEY: 'any',
      FAL_KEY: 'any',
      OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:9/v1',
    }),
  });
  const keys: Record<string, string[]> = {};
  for (const render of renders) {
    const { model: _model, method: _method, ...asked } = { ...parsed.spec.render, ...render };
    const name = Object.values(render).join(' ');
    try {
      const wanted = {
        ...asked,
        model: render.model as string | undefined,
        method: render.method as Core.Method | undefined,
      };
      const batches = core.planBatches(parsed.spec.panels.length, asked.batchSize);
      const chosen = core.chooseModel(wanted as Core.RenderSpec, batches.length, { today: new Date('2026-11-29') });
      const spec = { ...parsed.spec, render: { ...asked, model: chosen.model.id, method: chosen.method } };
      const provider = providers.get(asked.provider);
      if (!provider) throw new Error(`no provider ${asked.provider}`);
      keys[name] = batches.flatMap((batch) => keysOfBatch(planner, batch, { spec, provider, ...chosen }, parsed.spec));
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code === undefined) throw error;
      keys[name] = [code];
    }
  }
  return keys;
}

function keysOfBatch(
  { core, planRound }: KeyPlanner,
  { number, first, last }: Core.BatchPlan,
  chosen: Pick<Round, 'spec' | 'model' | 'provider' | 'method'>,
  { panels, characters }: Core.StorySpec,
): string[] {
  const own = panels.slice(first - 1, last).map((panel, index) => ({ ...panel, number: first + index }));
  const chain = {
    anchor: number === 1 ? null : pictureOf('frame 1'),
    referenceFrame: number === 1 ? null : pictureOf(`frame ${first - 1}`),
    referencePanel: number === 1 ? null : first - 1,
  };
  const begin = own.slice(0, 1);
  const retake = planRound({ ...chosen, ...chain, method: 'panels', groups: [begin], redraw: 2 });
  const plan = (groups: readonly (readonly Panel[])[], more: Partial<Round> = {}) =>
    planRound({ ...chosen, ...chain, groups, redraw: 0, ...more });
  if (chosen.method !== 'panels') {
    const references = chain.referenceFrame ? 2 : 0;
    return core.splitBatch(chosen.model, chosen.method, own, references).flatMap((group) => plan([group]));
  }
  const singly = own.map((panel) => [panel]);
  if (!core.startsFromWords(number, 'panels', characters)) return [...plan(singly), ...retake];
  return [...plan([begin]), ...plan(singly.slice(1), { anchor: pictureOf('frame 1') }), ...retake];
}
