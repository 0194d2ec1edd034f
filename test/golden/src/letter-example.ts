import { readFileSync } from 'node:fs';
import {
  characterIds,
  laidPanel,
  layOutPage,
  layoutSettings,
  panelIds,
  parseStorySpec,
  planPages,
  type SheetLettering,
  type SheetPlan,
  type StorySpec,
  standingOf,
  withWordRoom,
} from '@nextpanel/core';
import { letterSheet } from '@nextpanel/imaging';

export interface ExamplePage {
  readonly plan: SheetPlan;
  readonly lettering: SheetLettering;
}

export interface Example {
  readonly spec: StorySpec;
  readonly pages: readonly ExamplePage[];
}

/** A story file as its pages are lettered; no picture is drawn. */
export async function letterExample(path: string): Promise<Example> {
  const parsed = parseStorySpec(readFileSync(path, 'utf8'), { references: 'local-allowed' });
  if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.errors)}`);
  return letterStory(parsed.spec);
}

/** A story as its pages are lettered; no picture is drawn. */
export async function letterStory(spec: StorySpec): Promise<Example> {
  const settings = layoutSettings(spec);
  const { ids } = panelIds(spec.panels);
  const laid = spec.panels.map((panel, index) => laidPanel(ids[index] as string, withWordRoom(panel)));
  const map = planPages(laid, settings);
  const pages: ExamplePage[] = [];
  for (const [index, page] of map.entries()) {
    const numbers = page.map((id) => ids.indexOf(id) + 1);
    const plan = layOutPage(
      numbers.map((number) => ({ ...(laid[number - 1] as (typeof laid)[number]), number })),
      settings,
      { number: index + 1, last: index === map.length - 1 },
    );
    const lettering = await letterSheet({
      plan,
      panels: numbers.map((number) => {
        const panel = spec.panels[number - 1] as StorySpec['panels'][number];
        const { text, focus, characters } = panel;
        return {
          number,
          characters: characterIds(characters),
          standing: standingOf(characters),
          text,
          ...(focus && { focus }),
        };
      }),
      speakers: Object.fromEntries(spec.characters.map(({ id, name }) => [id, name])),
      language: spec.language,
      readingDirection: spec.readingDirection,
      ...(spec.book.caps && { caps: spec.book.caps }),
    });
    pages.push({ plan, lettering });
  }
  return { spec, pages };
}
