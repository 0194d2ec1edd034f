import type { PanelLetteringView, PanelView } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { editBack, editToMove, movablesOf } from '../../../../src/pages/story/panel/lettering/places.ts';

/** A square frame in a slot twice as wide as high: its upper and lower quarter are cropped away. */
const panel = {
  frame: { width: 1_000, height: 1_000 },
  text: [
    { id: 't1', kind: 'speech', text: 'Hello', drawnBy: 'overlay', mouth: { x: 0.5, y: 0.5 } },
    { id: 't2', kind: 'caption', text: 'Later', drawnBy: 'overlay' },
    { id: 't3', kind: 'sfx', text: 'BANG', drawnBy: 'model' },
  ],
} as unknown as PanelView;
const lettering: PanelLetteringView = {
  panel: 1,
  panelId: 'p1',
  aspect: 2,
  texts: [
    { id: 't2', kind: 'caption', box: { x: 0, y: 0, width: 0.2, height: 0.1 }, tail: null },
    { id: 't1', kind: 'speech', box: { x: 0.4, y: 0.1, width: 0.2, height: 0.2 }, tail: { x: 0.5, y: 0.4 } },
  ],
};
const named = (name: string) => movablesOf(panel, lettering).find((it) => it.name === name);

describe('what can be moved over a lettered panel', () => {
  it('is each text that is set on the sheet, the ends of tails, and the focus', () => {
    expect(movablesOf(panel, lettering).map(({ name }) => name)).toEqual([
      'balloon 0',
      'mouth 0',
      'balloon 1',
      'focus',
    ]);
    expect(named('balloon 0')).toMatchObject({ at: { x: 0.5, y: 0.2 }, placed: false });
    // The middle of the frame is the middle of the slot.
    expect(named('mouth 0')).toMatchObject({ at: { x: 0.5, y: 0.5 }, placed: true });
  });

  it('a balloon belongs to the slot, a mouth and the focus to the frame', () => {
    const to = { x: 0.25, y: 1 };
    const moved = (name: string) => editToMove(panel, lettering, named(name) as never, to);
    expect(moved('balloon 0').text?.[0]).toMatchObject({ balloon: to });
    expect(moved('mouth 0').text?.[0]).toMatchObject({ mouth: { x: 0.25, y: 0.75 } });
    expect(moved('focus')).toEqual({ focus: { x: 0.25, y: 0.75 } });
  });

  it('is taken back by saying where everything stood', () => {
    const edit = editToMove(panel, lettering, named('balloon 1') as never, { x: 0.5, y: 0.5 });
    expect(editBack(panel, edit).text?.map(({ balloon, mouth }) => [balloon, mouth])).toEqual([
      [null, { x: 0.5, y: 0.5 }],
      [null, null],
      [null, null],
    ]);
  });
});
