import { expect, test } from 'vitest';
import { describeLettering } from '../../src/story/describe-lettering.ts';

test('shows where texts stand by their middle, as edit --balloon takes it', () => {
  const box = { x: 0.1, y: 0.2, width: 0.4, height: 0.1 };
  const lettering = {
    panel: 3,
    panelId: 'p3',
    aspect: 1.5,
    texts: [
      { id: 't1', kind: 'speech' as const, box, tail: { x: 1 / 3, y: 0.9 } },
      { id: null, kind: 'caption' as const, box, tail: null },
    ],
  };
  expect(describeLettering(lettering)).toBe(
    [
      'TEXT  ID  KIND     CENTRE    SIZE     TAIL TO',
      '1     t1  speech   0.3,0.25  0.4x0.1  0.333,0.9',
      '2     –   caption  0.3,0.25  0.4x0.1  –',
      '',
    ].join('\n'),
  );
});
