import { NextpanelError } from '../error.ts';
import type { WarningCode } from '../errors/warnings.ts';
import { count } from '../quote.ts';
import { say } from '../sentences/say.ts';
import type { Method, RenderSpec } from '../story-spec.ts';
import { builtInCatalogue } from './built-in-catalogue.ts';
import { chooseQuality } from './choose-quality.ts';
import { findModel } from './find-model.ts';
import type { Catalogue, Model } from './model.ts';
import { planContactSheet } from './plan-contact-sheet.ts';
import type { Quality } from './price.ts';
import { checkSize, formatSize, parseSize } from './size-rule.ts';

/** Something the user should know before the story is drawn; it does not keep it from being drawn. */
export interface ModelWarning {
  /** Stable; for programs. */
  readonly code: WarningCode;
  readonly detail: string;
}

export interface ChosenModel {
  readonly model: Model;
  readonly method: Method;
  /** The quality to ask for; null: the model has no such parameter. */
  readonly quality: Quality | null;
  readonly warnings: readonly ModelWarning[];
}

export interface ChooseModelOptions {
  /** The day the choice is judged on, since models are shut down on days. */
  readonly today: Date;
  readonly catalogue?: Catalogue;
}

/** A shutdown this near is warned about. */
const nearShutdownDays = 30;
const dayMs = 86_400_000;
/** A cell of a contact sheet in which a frame fits at less than this part of its size gets a warning. */
const smallCell = 0.5;

/**
 * The model a story is drawn by, judged at submit. Throws `unknown_model`, `model_retired`, `method_unavailable`,
 * `quality_unsupported`, `size_unsupported`, `extra_unsupported` or `model_cannot_chain`, each naming what can be chosen instead. When a batch is
 * drawn the choice is made already: then use `findModel`, which does not judge.
 *
 * @param batches length of the story's chain
 */
export function chooseModel(
  render: Pick<RenderSpec, 'provider' | 'model' | 'method' | 'size' | 'quality' | 'batchSize' | 'extra'>,
  batches: number,
  { today, catalogue = builtInCatalogue }: ChooseModelOptions,
): ChosenModel {
  const model = findModel(render, catalogue);
  refuseRetired(model);
  const method = chooseMethod(model, render.method, catalogue);
  const quality = chooseQuality(model, render.quality);
  refuseExtra(model, render.extra);
  if (batches > 1 && model.maxReferences === 0) {
    throw new NextpanelError(
      'model_cannot_chain',
      `model "${model.id}" takes no reference pictures, so it can draw a story of one batch only; choose another model`,
      { detail: { pointer: '/render/model' } },
    );
  }
  const warnings = [
    ...warnOfStatus(model, today),
    ...warnOfQuality(model, render.quality),
    ...warnOfSize(model, method, render),
    ...(model.verified ? [] : [unverified(model)]),
  ];
  return { model, method, quality, warnings };
}

function chooseMethod(model: Model, named: Method | undefined, catalogue: Catalogue): Method {
  const method = named ?? model.methods[0];
  if (model.methods.includes(method)) return method;
  throw new NextpanelError(
    'method_unavailable',
    `model "${model.id}" of provider "${model.provider}" cannot draw by "${method}"; it can by ${model.methods.join(', ')}. ${whoDraws(method, model, catalogue)}`,
    { detail: { pointer: '/render/method' } },
  );
}

/** Models that draw by a method: those of the same provider if there are any, otherwise of the others. */
function whoDraws(method: Method, { provider }: Model, { models }: Catalogue): string {
  const able = models.filter((it) => it.methods.includes(method) && it.status.state !== 'shut-down');
  const own = able.filter((it) => it.provider === provider);
  if (own.length > 0) return `By "${method}" draw: ${own.map(({ id }) => id).join(', ')}`;
  if (able.length === 0) return `No model of the catalogue draws by "${method}"`;
  return `By "${method}" draw: ${able.map((it) => `${it.id} (${it.provider})`).join(', ')}`;
}

function refuseRetired({ id, status }: Model): void {
  if (status.state !== 'shut-down') return;
  throw new NextpanelError(
    'model_retired',
    `model "${id}" was shut down on ${status.shutdown}; use "${status.replacement}" instead`,
    { detail: { pointer: '/render/model', replacement: status.replacement } },
  );
}

/**
 * Parameters that only the user knows are refused where the vendor documents its own, since a wrong one is refused by the vendor or
 * changes the price; a catalogue entry with `sends: {extra: true}` takes them. The storyboard ignores them, so that a story can be
 * tried for free.
 */
function refuseExtra({ id, provider, sends }: Model, extra: RenderSpec['extra']): void {
  const names = Object.keys(extra ?? {});
  if (names.length === 0 || sends.extra || provider === 'storyboard') return;
  throw new NextpanelError(
    'extra_unsupported',
    `model "${id}" takes no parameters of your own, and render.extra sets ${names.join(', ')}; remove them, or add \`sends: {extra: true}\` to the model in the catalogue file`,
    { detail: { pointer: '/render/extra' } },
  );
}

function warnOfStatus({ id, status }: Model, today: Date): ModelWarning[] {
  if (status.state !== 'deprecated') return [];
  const days = Math.ceil((Date.parse(status.shutdown) - today.getTime()) / dayMs);
  if (days > nearShutdownDays) return [];
  const known = { model: id, date: status.shutdown, other: status.replacement };
  if (days <= 0) {
    return [
      {
        code: 'model_past_shutdown',
        detail: say('model.past_shutdown', known),
      },
    ];
  }
  return [
    {
      code: 'model_near_shutdown',
      detail: days === 1 ? say('model.near_shutdown.day', known) : say('model.near_shutdown.days', { ...known, days }),
    },
  ];
}

function warnOfQuality(model: Model, named: string | undefined): ModelWarning[] {
  if (named === undefined || model.qualities.length > 0) return [];
  return [{ code: 'quality_ignored', detail: say('model.no_quality', { model: model.id, quality: named }) }];
}

/** The frames' size; of a contact sheet, what is cut from it. Throws `size_unsupported` when the model cannot draw it. */
function warnOfSize(model: Model, method: Method, render: Pick<RenderSpec, 'size' | 'batchSize'>): ModelWarning[] {
  // Sizes that follow the pages are chosen among those the model draws.
  if (render.size === 'auto') return [];
  const size = parseSize(render.size);
  if (method === 'contact-sheet') {
    const { cell } = planContactSheet(model.size, size, render.batchSize);
    if (Math.min(cell.width / size.width, cell.height / size.height) >= smallCell) return [];
    const detail = say('model.small_cells', { model: model.id, cell: formatSize(cell), size: render.size });
    return [{ code: 'contact_sheet_small', detail }];
  }
  const asked = checkSize(model, size);
  if (asked.kind === 'ratio' && formatSize(asked.pixels) !== render.size) {
    const detail = say('model.own_pixels', {
      model: model.id,
      pixels: formatSize(asked.pixels),
      ratio: asked.aspectRatio,
      resolution: asked.resolution,
      size: render.size,
    });
    return [{ code: 'size_fitted', detail }];
  }
  const experimentalAbove = model.size.rule === 'free' ? model.size.experimentalAbove : null;
  if (experimentalAbove !== null && size.width * size.height > experimentalAbove) {
    const detail = say('model.experimental', { pixels: count(experimentalAbove), model: model.id });
    return [{ code: 'size_experimental', detail }];
  }
  return [];
}

const unverified = ({ id, note }: Model): ModelWarning => ({
  code: 'model_unverified',
  detail:
    note === null ? say('model.unverified', { model: id }) : say('model.unverified.why', { model: id, said: note }),
});
