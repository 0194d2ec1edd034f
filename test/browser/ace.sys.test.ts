import { type Client, createClient } from '@nextpanel/client';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { hasChromium } from './src/open-dashboard.ts';
import { runAce } from './src/run-ace.ts';
import { untilStatus } from './src/submit-story.ts';

// cspell:ignore certifie الأرنب والسلحفاة شجرة كلمة المرج الطاحونة حيوان
const english = {
  title: 'A & "B" <c>',
  language: 'en',
  scenes: [
    { id: 'meadow', title: 'The meadow' },
    { id: 'mill', title: 'The mill' },
  ],
  name: 'Hare',
  alt: 'Tree',
  words: 'Words',
};
const arabic = {
  ...english,
  title: 'الأرنب والسلحفاة',
  language: 'ar',
  scenes: [
    { id: 'meadow', title: 'المرج' },
    { id: 'mill', title: 'الطاحونة' },
  ],
  name: 'الأرنب',
  alt: 'شجرة',
  words: 'كلمة',
};

/** A story with everything that a book may have: a cover, scenes, words, credits, a back. */
const storyIn = ({ title, language, scenes, name, alt, words }: typeof english) => ({
  title,
  language,
  readingDirection: language === 'ar' ? 'rtl' : 'ltr',
  characters: [{ id: 'hare', name, description: 'a lean brown hare' }],
  scenes,
  panels: Array.from({ length: 6 }, (_, index) => ({
    prompt: `${alt} ${index + 1}`,
    alt: `${alt} ${index + 1}`,
    scene: index < 3 ? 'meadow' : 'mill',
    characters: ['hare'],
    text: [{ kind: 'speech', speaker: 'hare', text: `${words} ${index + 1}` }],
  })),
  render: { size: '512x512' },
  book: {
    layout: 'comic',
    formats: ['epub', 'kindle'],
    author: 'A. & B.',
    series: 'R & D',
    number: 2,
    cover: { panel: 1 },
    credits: true,
    back: { text: words },
  },
});

/** Ace is a checker, not a gate of the format; what it finds is a fault of ours all the same. */
describe.skipIf(!hasChromium())('Ace finds nothing to complain about', () => {
  let system: TestSystem;
  let client: Client;
  beforeAll(async () => {
    system = await startSystem();
    client = createClient({ baseUrl: system.url() });
  });
  afterAll(() => system[Symbol.asyncDispose]());

  test.each([english, arabic])('in the EPUB and the Kindle edition of a story in $language', async (words) => {
    const { id } = await client.submit({ json: storyIn(words) });
    await untilStatus(client, id, 'completed');
    for (const format of ['epub', 'kindle']) {
      const book = Buffer.from(await (await client.book(id, format)).arrayBuffer());
      const { outcome, violations, missing, empty } = await runAce(book, inject('chromium'));
      expect([format, violations]).toEqual([format, []]);
      expect([outcome, empty]).toEqual(['pass', []]);
      // It has not been certified, so it claims no level of conformance.
      expect(missing.filter((name) => !/^(a11y:certifie[dr]|dcterms:conformsTo)/.test(name))).toEqual([]);
    }
  });
});
