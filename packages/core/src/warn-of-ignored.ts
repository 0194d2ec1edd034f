import type { Model } from './catalogue/model.ts';
import type { ReferencedStory } from './catalogue/plan-priced-requests.ts';
import { drawsSingly } from './catalogue/split-batch.ts';
import { picturesAtOnce, referencesLeftBehind } from './catalogue/warn-of-references.ts';
import type { WarningCode } from './errors/warnings.ts';
import { hasVisibleLetter } from './lettered-words.ts';
import { coverSpec } from './matter/cover-panel.ts';
import { characterIds, withCharacterIds } from './panel-characters.ts';
import { panelRanges } from './panel-ranges.ts';
import { planPlates } from './plates/plan-plates.ts';
import { quote } from './quote.ts';
import { outfitOf } from './scenes.ts';
import { say } from './sentences/say.ts';
import type { Method, ProviderId, StorySpec } from './story-spec.ts';
import { warnOfNames } from './warn-of-names.ts';

/** Something in a story file that has no effect; nothing stops because of it. */
export interface IgnoredWarning {
  readonly code: WarningCode;
  readonly detail: string;
}

export type WarnedSpec = Pick<
  StorySpec,
  'continues' | 'plates' | 'panels' | 'render' | 'review' | 'book' | 'language'
> &
  ReferencedStory;

interface Choice {
  readonly model: Model;
  readonly method: Method;
}

/** Their requests can always be found again, asked for or not. */
const alwaysRecoverable: readonly ProviderId[] = ['storyboard', 'fal'];

/**
 * Everything a story asks for that has no effect, or only in part, as it is drawn and bound, and names that are probably mistakes;
 * panels are named by number. A field of StorySpec that some choice makes useless belongs here: a test goes through all fields.
 */
export function warnOfIgnored(spec: WarnedSpec, choice: Choice): IgnoredWarning[] {
  const cover = coverSpec(spec.book.cover);
  const withCover = cover === null ? spec : { ...spec, panels: [...spec.panels, cover] };
  return [
    ...weights(spec),
    ...speakers(spec),
    ...placements(spec),
    ...invisible(spec),
    // A next chapter takes over the whole cast of the story before, and need not show all of it.
    ...(spec.continues === undefined ? [...unusedCharacters(withCover), ...unusedNames(withCover)] : []),
    ...sameScene(spec),
    ...plates(withCover, choice),
    ...leftOut(spec, choice),
    ...recoverable(spec, choice),
    ...fallback(spec, choice),
    ...parameters(spec, choice),
    ...review(spec, choice),
    ...warnOfNames(spec),
  ];
}

const ignoredCodes: readonly string[] = [
  'weight_ignored',
  'page_size_ignored',
  'speaker_ignored',
  'placement_ignored',
  'text_invisible',
  'character_unused',
  'cast_unused',
  'chain_ignored',
  'plates_ignored',
  'references_left_out',
  'recoverable_ignored',
  'fallback_ignored',
  'moderation_ignored',
  'seed_ignored',
  'extra_ignored',
  'blocked_tries_ignored',
  'review_ignored',
  'same_name',
  'character_not_listed',
] satisfies WarningCode[];

const warning = (code: WarningCode, detail: string): IgnoredWarning[] => [{ code, detail }];

/** The warnings of a story after its panels changed: those found here are found again, the others stay. */
export const refreshIgnored = <Warning extends { readonly code: string; readonly detail: string }>(
  before: readonly Warning[],
  spec: WarnedSpec,
  choice: Choice,
): (Warning | IgnoredWarning)[] => [
  ...before.filter(({ code }) => !ignoredCodes.includes(code)),
  ...warnOfIgnored(spec, choice),
];

/** Numbers of the panels of which something is true. */
const numbersOf = ({ panels }: WarnedSpec, holds: (panel: StorySpec['panels'][number]) => boolean): number[] =>
  panels.flatMap((panel, index) => (holds(panel) ? [index + 1] : []));

function weights(spec: WarnedSpec): IgnoredWarning[] {
  const { layout, page } = spec.book;
  const one = (
    code: 'layout.same_room' | 'layout.fills' | 'layout.no_pages' | 'layout.no_pauses',
    numbers: readonly number[],
  ) => (numbers.length === 0 ? [] : warning('weight_ignored', say(code, { panels: panelRanges(numbers) })));
  const weighted = numbersOf(spec, ({ weight }) => weight !== 'normal');
  const broken = numbersOf(spec, (panel) => (panel.page ?? 'auto') !== 'auto');
  const paused = numbersOf(spec, ({ pause }) => pause !== undefined);
  return [
    ...(layout === 'grid' ? one('layout.same_room', weighted) : []),
    ...(layout === 'grid' ? one('layout.fills', broken) : []),
    ...(layout === 'webtoon' ? one('layout.no_pages', broken) : []),
    ...(layout === 'webtoon' ? [] : one('layout.no_pauses', paused)),
    ...(layout === 'webtoon' && page !== undefined ? warning('page_size_ignored', say('layout.strip')) : []),
  ];
}

/** Captions and sounds have no tail. For those that the model paints, the prompt names who says them. */
function speakers(spec: WarnedSpec): IgnoredWarning[] {
  const silent = numbersOf(spec, ({ text }) =>
    text.some(
      ({ kind, speaker, drawnBy }) =>
        speaker !== undefined && drawnBy === 'overlay' && kind !== 'speech' && kind !== 'thought',
    ),
  );
  if (silent.length === 0) return [];
  return warning('speaker_ignored', say('speaker.silent', { panels: panelRanges(silent) }));
}

/** What the model paints stands where it paints it, only voices have tails, and narration below a picture has its own room. */
function placements(spec: WarnedSpec): IgnoredWarning[] {
  const ignored = numbersOf(spec, ({ text }) =>
    text.some(({ kind, drawnBy, balloon, mouth }) => {
      if (drawnBy === 'model') return Boolean(balloon ?? mouth);
      const isBelow = kind === 'narration' && spec.book.layout === 'storybook';
      return (mouth && kind !== 'speech' && kind !== 'thought') || (balloon && isBelow);
    }),
  );
  if (ignored.length === 0) return [];
  return warning('placement_ignored', say('place.without_effect', { panels: panelRanges(ignored) }));
}

/** Texts of spaces and invisible characters alone: nothing of them can be lettered. */
function invisible(spec: WarnedSpec): IgnoredWarning[] {
  const numbers = numbersOf(spec, ({ text }) =>
    text.some((each) => each.drawnBy === 'overlay' && !hasVisibleLetter(each.text)),
  );
  if (numbers.length === 0) return [];
  return warning('text_invisible', say('text.invisible', { panels: panelRanges(numbers) }));
}

function unusedCharacters({ characters, panels }: WarnedSpec): IgnoredWarning[] {
  const present = new Set(panels.flatMap((panel) => characterIds(panel.characters)));
  const unused = characters.filter(({ id }) => !present.has(id));
  if (unused.length === 0) return [];
  const names = unused.map(({ id }) => quote(id)).join(', ');
  return warning('character_unused', say('characters.unused', { names }));
}

/** Outfits, locations, props and scenes that no panel comes to. */
function unusedNames(spec: WarnedSpec): IgnoredWarning[] {
  const panels = spec.panels.map((panel) => withCharacterIds(panel));
  const scenes = (spec.scenes ?? []).filter(({ id }) => panels.some(({ scene }) => scene === id));
  const listed = new Set(spec.panels.flatMap(({ references }) => (Array.isArray(references) ? references : [])));
  const worn = new Set(
    panels.flatMap((panel) => panel.characters.map((id) => `${id}/${outfitOf(spec, panel, id) ?? ''}`)),
  );
  const unused = (names: readonly string[], is: (name: string) => boolean) =>
    names.filter((name) => !is(name) && !listed.has(name));
  const names = [
    ...unused(
      (spec.scenes ?? []).map(({ id }) => id),
      (id) => scenes.some((scene) => scene.id === id),
    ),
    ...unused(
      (spec.locations ?? []).map(({ id }) => id),
      (id) => scenes.some(({ location }) => location === id),
    ),
    ...unused(
      (spec.props ?? []).map(({ id }) => id),
      (id) => scenes.some(({ props }) => props?.includes(id)),
    ),
    ...unused(
      spec.characters.flatMap(({ id, outfits = [] }) => outfits.map((outfit) => `${id}/${outfit.id}`)),
      (name) => worn.has(name),
    ),
  ];
  if (names.length === 0) return [];
  const written = names.map((name) => quote(name)).join(', ');
  return warning(
    'cast_unused',
    names.length === 1 ? say('cast.unused.one', { name: written }) : say('cast.unused.several', { names: written }),
  );
}

/** Kinds of plates of which nothing is missing, and a quality that the model does not know. */
function plates(spec: WarnedSpec, { model }: Choice): IgnoredWarning[] {
  if (!spec.plates) return [];
  const kinds = { characters: ['character', 'outfit'], locations: ['location'], props: ['prop'], style: ['style'] };
  const planned = planPlates(spec, spec.panels);
  const idle = spec.plates.draw.filter((kind) => !planned.some((plate) => kinds[kind].includes(plate.kind)));
  const { quality, approve } = spec.plates;
  return [
    ...(idle.length === 0
      ? []
      : warning(
          'plates_ignored',
          idle.length === 1
            ? say('plates.idle.one', { kind: idle.join() })
            : say('plates.idle.several', { kinds: idle.join(', ') }),
        )),
    ...(quality === undefined || model.qualities.includes(quality) || planned.length === 0
      ? []
      : warning('plates_ignored', say('model.no_plate_quality', { model: model.id, quality }))),
    ...(approve === true && planned.length === 0 ? warning('plates_ignored', say('plates.none')) : []),
  ];
}

/** `chain: scene` without scenes says nothing. */
function sameScene({ render, scenes = [] }: WarnedSpec): IgnoredWarning[] {
  if (render?.chain !== 'scene' || scenes.length > 0) return [];
  return warning('chain_ignored', say('chain.no_scenes'));
}

function leftOut(spec: WarnedSpec, { model }: Choice): IgnoredWarning[] {
  const left = referencesLeftBehind(spec, model);
  if (left.length === 0) return [];
  return warning(
    'references_left_out',
    say('model.takes', {
      model: model.id,
      most: picturesAtOnce(model),
      panels: panelRanges(left.map(({ panel }) => panel)),
    }),
  );
}

function recoverable({ render }: WarnedSpec, { model, method }: Choice): IgnoredWarning[] {
  if (
    !render.recoverable ||
    method === 'economy' ||
    model.responses !== null ||
    alwaysRecoverable.includes(model.provider)
  )
    return [];
  return warning('recoverable_ignored', say('model.not_found_again', { model: model.id }));
}

function fallback({ render }: WarnedSpec, { method }: Choice): IgnoredWarning[] {
  if (!render.fallback || !drawsSingly(method)) return [];
  return warning('fallback_ignored', say('method.draws_singly', { method }));
}

function parameters({ render }: WarnedSpec, { model }: Choice): IgnoredWarning[] {
  const { moderation, seed, extra, blockedTries = 0 } = render;
  const { id, sends, provider } = model;
  return [
    ...(moderation === 'low' && !sends.moderation
      ? warning('moderation_ignored', say('model.no_moderation', { model: id }))
      : []),
    ...(seed !== undefined && !sends.seed ? warning('seed_ignored', say('model.no_seed', { model: id })) : []),
    ...(extra && Object.keys(extra).length > 0 && provider === 'storyboard'
      ? warning('extra_ignored', say('storyboard.no_parameters'))
      : []),
    ...(blockedTries > 0 && provider === 'storyboard'
      ? warning('blocked_tries_ignored', say('storyboard.blocks_nothing'))
      : []),
  ];
}

/** Corrective retakes draw one panel each. */
function review(spec: WarnedSpec, { model }: Choice): IgnoredWarning[] {
  if (!spec.review || (spec.review.retakes ?? 1) === 0 || model.methods.includes('panels')) return [];
  return warning('review_ignored', say('model.no_single', { model: model.id }));
}
