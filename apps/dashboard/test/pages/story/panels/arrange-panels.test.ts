import type { CheckVerdict, PanelView } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import {
  arrangePanels,
  isOpen,
  panelBeside,
  type SeenPanel,
} from '../../../../src/pages/story/panels/arrange-panels.ts';

const verdict = (severity: number, label: CheckVerdict['label'] = null) =>
  ({ check: 'drift', found: severity >= 1, judged: true, severity, label }) as CheckVerdict;

const seen = (
  number: number,
  over: Partial<Omit<SeenPanel, 'panel'>> & { panel?: Partial<PanelView> } = {},
): SeenPanel => ({
  verdicts: [],
  accepted: false,
  ...over,
  panel: {
    id: `p${number}`,
    number,
    scene: null,
    status: 'drawn',
    stale: false,
    frame: {},
    ...over.panel,
  } as PanelView,
});

const numbers = (panels: readonly SeenPanel[]) =>
  arrangePanels(panels, 'worst').flatMap((group) => group.panels.map(({ panel }) => panel.number));

describe('the worst panels come first', () => {
  it('failed ones, then what was found by how clearly, then stale ones, and at the end what is not drawn', () => {
    const panels = [
      seen(1),
      seen(2, { panel: { stale: true } }),
      seen(3, { verdicts: [verdict(1.2)] }),
      seen(4, { panel: { status: 'failed', frame: null } }),
      seen(5, { verdicts: [verdict(3)] }),
      seen(6, { panel: { status: 'waiting', frame: null } }),
    ];
    expect(numbers(panels)).toEqual([4, 5, 3, 2, 1, 6]);
  });

  it('what was accepted or called wrong comes behind everything that is left', () => {
    const panels = [
      seen(1, { verdicts: [verdict(3, 'right')], accepted: true }),
      seen(2, { verdicts: [verdict(3, 'wrong')] }),
      seen(3, { verdicts: [verdict(1.1)] }),
      seen(4),
    ];
    expect(numbers(panels)).toEqual([3, 2, 4, 1]);
    expect(panels.map(isOpen)).toEqual([false, false, true, false]);
  });
});

describe('panels by scene', () => {
  it('stand in runs, in reading order: a scene that comes back is a group of its own', () => {
    const scenes = ['a', 'a', 'b', 'a'].map((scene, index) => seen(index + 1, { panel: { scene } }));
    expect(arrangePanels(scenes, 'scenes').map(({ scene, panels }) => [scene, panels.length])).toEqual([
      ['a', 2],
      ['b', 1],
      ['a', 1],
    ]);
  });
});

describe('the panel beside another one', () => {
  // In rows of three: a b c / d e, then f g.
  const groups = [
    ['a', 'b', 'c', 'd', 'e'],
    ['f', 'g'],
  ];
  it.each([
    ['a', 'next', 'b'],
    ['e', 'next', 'f'],
    ['g', 'next', 'g'],
    ['f', 'previous', 'e'],
    ['b', 'down', 'e'],
    ['c', 'down', 'e'],
    ['e', 'down', 'g'],
    ['g', 'up', 'e'],
    ['a', 'up', 'a'],
    [null, 'next', 'a'],
  ] as const)('from %s, %s is %s', (from, step, expected) => {
    expect(panelBeside(groups, from, step, 3)).toBe(expected);
  });
});
