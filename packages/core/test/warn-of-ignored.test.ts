import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findModel } from '../src/catalogue/find-model.ts';
import { warningCatalogue } from '../src/errors/warnings.ts';
import {
  bookSpecSchema,
  characterSpecSchema,
  panelSpecSchema,
  panelTextSchema,
  renderSpecSchema,
  type StorySpec,
  storySpecSchema,
} from '../src/story-spec.ts';
import { refreshIgnored, warnOfIgnored } from '../src/warn-of-ignored.ts';

const storyOf = (over: object): StorySpec =>
  storySpecSchema.parse({ title: 'The Hare', panels: [{ prompt: 'runs' }, { prompt: 'rests' }], ...over });
const drawn = (render: { provider: StorySpec['render']['provider']; model?: string }) => {
  const model = findModel(render);
  return { model, method: model.methods[0] };
};
const storyboard = drawn({ provider: 'storyboard' });
const codes = (spec: StorySpec, choice = storyboard) => warnOfIgnored(spec, choice).map(({ code }) => code);

describe('a story that asks for what has no effect', () => {
  it('is not warned about when everything it asks for has one', () => {
    expect(warnOfIgnored(storyOf({}), storyboard)).toEqual([]);
  });

  it('is warned about `weight`, with the panels by number', () => {
    const weights = ['splash', 'normal', 'wide', 'wide', 'wide', 'normal', 'splash'];
    const spec = storyOf({ panels: weights.map((weight) => ({ prompt: 'runs', weight })) });
    expect(warnOfIgnored(spec, storyboard)).toEqual([
      {
        code: 'weight_ignored',
        detail: 'layout "grid" gives all panels the same room, so `weight` is ignored at panel 1, 3–5, 7',
      },
    ]);
  });

  it('is warned about the speakers of captions and sound effects, unless the model paints them', () => {
    const text = (kind: string, drawnBy = 'overlay') => [{ kind, speaker: 'hare', text: 'Now!', drawnBy }];
    const spec = storyOf({
      characters: [{ id: 'hare', name: 'Hare', description: 'a hare' }],
      panels: [
        { prompt: 'a', characters: ['hare'], text: text('caption') },
        { prompt: 'b', text: text('speech') },
        { prompt: 'c', text: text('sfx') },
        { prompt: 'd', text: text('caption', 'model') },
      ],
    });
    expect(warnOfIgnored(spec, storyboard)).toMatchObject([
      { code: 'speaker_ignored', detail: expect.stringContaining('panel 1, 3') },
    ]);
  });

  it('is warned about places of balloons and mouths that have no effect', () => {
    const at = { x: 0.5, y: 0.5 };
    const text = (over: object) => [{ kind: 'speech', text: 'Now!', ...over }];
    const panels = [
      { prompt: 'a', text: text({ balloon: at, mouth: at }) },
      { prompt: 'b', text: text({ balloon: at, drawnBy: 'model' }) },
      { prompt: 'c', text: text({ mouth: at, kind: 'caption' }) },
      { prompt: 'd', text: text({ balloon: at, kind: 'narration' }) },
      { prompt: 'e', text: text({ balloon: null, mouth: null, kind: 'sfx' }) },
    ];
    const found = (book: object) => warnOfIgnored(storyOf({ panels, book }), storyboard);
    expect(found({})).toMatchObject([{ code: 'placement_ignored', detail: expect.stringContaining('panel 2, 3') }]);
    expect(found({ layout: 'storybook' })).toMatchObject([{ detail: expect.stringContaining('panel 2–4') }]);
  });

  it('is warned about texts without a visible letter, unless the model paints them', () => {
    const text = (words: string, drawnBy = 'overlay') => [{ kind: 'speech', text: words, drawnBy }];
    const panels = ['\u2060\u00AD', 'Now!', '\u200B\u3164\uFE0F', '…'].map((words) => ({
      prompt: 'a',
      text: text(words),
    }));
    const spec = storyOf({ panels: [...panels, { prompt: 'b', text: text('\u2060', 'model') }] });
    expect(warnOfIgnored(spec, storyboard)).toMatchObject([
      { code: 'text_invisible', detail: expect.stringContaining('panel 1, 3') },
    ]);
  });

  it('is warned about characters that no panel shows', () => {
    const cast = ['hare', 'fox'].map((id) => ({ id, name: id, description: id }));
    const spec = storyOf({ characters: cast, panels: [{ prompt: 'a', characters: ['hare'] }] });
    expect(warnOfIgnored(spec, storyboard)).toMatchObject([
      { code: 'character_unused', detail: expect.stringContaining('"fox"') },
    ]);
  });

  it('is warned about `recoverable` where no request can be found again, and not where every one can', () => {
    const spec = storyOf({ render: { recoverable: true } });
    expect(codes(spec, drawn({ provider: 'azure' }))).toEqual(['recoverable_ignored']);
    expect(codes(spec, drawn({ provider: 'openai', model: 'gpt-image-1.5' }))).toEqual(['recoverable_ignored']);
    expect(codes(spec, drawn({ provider: 'openai-compatible', model: 'own' }))).toEqual(['recoverable_ignored']);
    for (const provider of ['openai', 'fal', 'storyboard'] as const)
      expect(codes(spec, drawn({ provider }))).toEqual([]);
  });

  it('is warned about `fallback` where panels are drawn one by one anyway', () => {
    const spec = storyOf({ render: { fallback: true } });
    const { model } = drawn({ provider: 'openai' });
    expect(codes(spec, { model, method: 'panels' })).toEqual(['fallback_ignored']);
    expect(codes(spec, { model, method: 'series' })).toEqual([]);
  });

  it('is warned about pictures that do not fit into a request', () => {
    const references = [1, 2, 3, 4].map((n) => `https://example.com/${n}.png`);
    const spec = storyOf({
      characters: [{ id: 'hare', name: 'Hare', description: 'a hare', references }],
      panels: [{ prompt: 'runs', characters: ['hare'] }],
    });
    expect(codes(spec, drawn({ provider: 'openai-compatible', model: 'own' }))).toEqual(['references_left_out']);
  });

  it('is warned again after its panels changed; other warnings stay', () => {
    const before = [
      { code: 'weight_ignored' as const, detail: 'at panel 9' },
      { code: 'model_unverified' as const, detail: 'stays' },
    ];
    const spec = storyOf({ panels: [{ prompt: 'runs', weight: 'wide' }] });
    expect(refreshIgnored(before, spec, storyboard)).toEqual([before[1], ...warnOfIgnored(spec, storyboard)]);
  });
});

/** For every field of StorySpec: the file in which it takes effect, or the warning that says when it does not. */
const effects: Readonly<Record<string, string>> = {
  title: 'packages/imaging/src/formats/pdf/bind-pdf.ts',
  continues: 'packages/pipeline/src/stories/read-earlier.ts',
  language: 'packages/core/src/prompts/prompt-parts.ts',
  readingDirection: 'packages/core/src/layout/plan-sheets.ts',
  style: 'packages/core/src/prompts/prompt-parts.ts',
  characters: 'character_unused',
  locations: 'cast_unused',
  props: 'cast_unused',
  scenes: 'cast_unused',
  plates: 'plates_ignored',
  panels: 'packages/core/src/plan-batches.ts',
  render: 'packages/core/src/catalogue/choose-model.ts',
  review: 'review_ignored',
  checks: 'packages/pipeline/src/checks/found-verdicts.ts',
  budget: 'packages/store/src/transitions/intend-requests.lua',
  book: 'packages/pipeline/src/finalize/bind-story-book.ts',
  webhook: 'packages/store/src/state/webhooks.ts',
  priority: 'packages/store/src/state/story-transitions.ts',
  externalId: 'packages/store/src/state/story-transitions.ts',
  metadata: 'packages/store/src/state/story-transitions.ts',
  'characters.id': 'packages/core/src/prompts/prompt-parts.ts',
  'characters.name': 'packages/core/src/prompts/prompt-parts.ts',
  'characters.description': 'packages/core/src/prompts/prompt-parts.ts',
  'characters.references': 'references_left_out',
  'characters.tier': 'packages/core/src/prompts/plan-references.ts',
  'characters.outfits': 'cast_unused',
  'panels.id': 'packages/pipeline/src/stories/list-panels.ts',
  'panels.prompt': 'packages/core/src/prompts/prompt-parts.ts',
  'panels.characters': 'packages/core/src/prompts/prompt-parts.ts',
  'panels.scene': 'packages/core/src/prompts/scene-lines.ts',
  'panels.references': 'packages/core/src/prompts/plan-references.ts',
  'panels.continuesFrom': 'packages/core/src/prompts/plan-references.ts',
  'panels.text': 'packages/imaging/src/lettering/letter-panel.ts',
  'panels.alt': 'packages/pipeline/src/finalize/page-panels.ts',
  'panels.weight': 'weight_ignored',
  'panels.page': 'weight_ignored',
  'panels.pause': 'weight_ignored',
  'panels.signs': 'packages/pipeline/src/checks/wants-text.ts',
  'panels.focus': 'packages/imaging/src/lettering/letter-panel.ts',
  'text.id': 'packages/core/src/editions/text-ids.ts',
  'text.kind': 'packages/core/src/layout/guess-mouths.ts',
  'text.speaker': 'speaker_ignored',
  'text.text': 'packages/core/src/prompts/prompt-parts.ts',
  'text.style': 'packages/imaging/src/lettering/draw-balloons.ts',
  'text.drawnBy': 'packages/core/src/prompts/prompt-parts.ts',
  'text.balloon': 'placement_ignored',
  'text.mouth': 'placement_ignored',
  'render.provider': 'packages/core/src/catalogue/find-model.ts',
  'render.model': 'packages/core/src/catalogue/find-model.ts',
  'render.size': 'packages/core/src/catalogue/choose-model.ts',
  'render.quality': 'quality_ignored',
  'render.batchSize': 'packages/core/src/plan-batches.ts',
  'render.chain': 'chain_ignored',
  'render.method': 'packages/core/src/catalogue/choose-model.ts',
  // More batches than the story has are refused.
  'render.approveAfter': 'packages/core/src/check-story.ts',
  'render.unknownOutcome': 'packages/pipeline/src/draw/unknown-outcome.ts',
  'render.recoverable': 'recoverable_ignored',
  'render.recall': 'packages/pipeline/src/draw/recall-records.ts',
  'render.fallback': 'fallback_ignored',
  'render.moderation': 'moderation_ignored',
  'render.seed': 'seed_ignored',
  'render.extra': 'extra_ignored',
  'render.blockedTries': 'blocked_tries_ignored',
  'book.layout': 'packages/core/src/layout/layouts.ts',
  'book.page': 'page_size_ignored',
  'book.caps': 'packages/core/src/lettered-words.ts',
  'book.house': 'packages/core/src/lettered-words.ts',
  'book.columns': 'packages/imaging/src/lettering/letter-sheet.ts',
  'book.fonts': 'packages/imaging/src/lettering/letter-sheet.ts',
  'book.formats': 'packages/core/src/formats/wanted-books.ts',
  'book.author': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.summary': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.series': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.number': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.volume': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.date': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.genre': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.publisher': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.rights': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.identifier': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.exemption': 'packages/pipeline/src/finalize/describe-story.ts',
  'book.cover': 'packages/pipeline/src/finalize/matter-pages.ts',
  'book.back': 'packages/pipeline/src/finalize/matter-pages.ts',
  'book.credits': 'packages/pipeline/src/finalize/matter-pages.ts',
  'book.pageNumbers': 'packages/pipeline/src/finalize/sheet-input.ts',
};

const fields = Object.entries({
  '': storySpecSchema,
  characters: characterSpecSchema,
  panels: panelSpecSchema,
  text: panelTextSchema,
  render: renderSpecSchema,
  book: bookSpecSchema,
}).flatMap(([owner, schema]) => Object.keys(schema.shape).map((key) => (owner === '' ? key : `${owner}.${key}`)));

describe('every field of a story', () => {
  it('is in the list above', () => {
    expect(Object.keys(effects).sort()).toEqual(fields.sort());
  });

  it.each(fields)('%s takes effect somewhere, or is warned about', (field) => {
    const effect = effects[field] ?? '';
    if (effect in warningCatalogue) return;
    const source = readFileSync(new URL(`../../../${effect}`, import.meta.url), 'utf8');
    expect(source).toMatch(new RegExp(`\\b${field.split('.').at(-1)}\\b`));
  });
});
