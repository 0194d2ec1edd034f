import { expect, it } from 'vitest';
import { measurePanelText } from '../../src/lettering/measure-panel-text.ts';
import { loadSharp } from '../../src/load-sharp.ts';

it.each([
  ['behind a mark', 'ぎゃんぎゃん！きいーーっ！', ['ぎゃんぎゃん！', 'きいーーっ！']],
  [
    'between letters, where a mark leaves one line much shorter',
    'あ！ぎゃんぎゃんぎゃんぎゃん',
    ['あ！ぎゃんぎゃ', 'んぎゃんぎゃん'],
  ],
])('a sound that is too long for its panel is broken %s', async (_, text, expected) => {
  const [first] = await measurePanelText(await loadSharp(), {
    text: { kind: 'sfx', text, drawnBy: 'overlay' },
    language: 'ja',
    panel: { width: 400, height: 300 },
    fontSize: 24,
    vertical: true,
    users: [],
  });
  expect(first?.letters.lines.map((line) => line.map((run) => run.text).join(''))).toEqual(expected);
});
