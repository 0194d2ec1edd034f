import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planReferences, type ReferenceChoice } from '../../src/prompts/plan-references.ts';
import type { PromptPanel } from '../../src/prompts/prompt-parts.ts';

const described = { name: 'N', description: 'd' };
const story: ReferenceChoice<string>['story'] = {
  characters: [
    { id: 'owl', ...described },
    { id: 'hare', ...described, tier: 'lead', outfits: [{ id: 'winter', description: 'a green coat' }] },
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, ...described })),
  ],
  locations: [{ id: 'mill', description: 'tarred' }],
  props: [{ id: 'watch', description: 'brass' }],
  scenes: [{ id: 'race', location: 'mill', wears: { hare: 'winter' }, props: ['watch'] }, { id: 'home' }],
};
const cast = new Map([
  ['hare', ['hare.png', 'hare-back.png']],
  ['hare/winter', ['hare-winter.png']],
  ['owl', ['owl.png']],
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, [`${id}.png`]] as [string, string[]]),
]);
const things = new Map([
  ['mill', ['mill.png']],
  ['watch', ['watch.png']],
]);
const panel = (over: Partial<PromptPanel> = {}): PromptPanel => ({
  number: 9,
  prompt: 'p',
  characters: ['owl', 'hare'],
  text: [],
  scene: 'race',
  ...over,
});

function plan(
  over: Partial<PromptPanel> = {},
  { quota = 6, chain = 'always' as 'always' | 'scene', frameScene = 'race' as string | undefined, first = false } = {},
) {
  const { sent, leftOut } = planReferences({
    story: { ...story, render: { chain } },
    panels: [panel(over)],
    available: {
      cast,
      things,
      style: ['style.png'],
      anchor: first ? null : 'first.png',
      referenceFrame: first ? null : 'last.png',
      frameScene,
      frames: new Map([['p3', { picture: 'p3.png', scene: 'home' }]]),
    },
    model: { id: 'm', maxReferences: 16, referenceQuota: quota },
    identify: (picture) => picture,
    tile: (cells) => cells.join('+'),
  });
  return { sent: sent.map(({ picture }) => picture), full: sent, leftOut };
}

describe('pictures by role and scene', () => {
  it('are sent as cast, location, props, style, anchor, last frame; leads first, in what they wear', () => {
    expect(plan({}, { quota: 8 }).sent).toEqual([
      'hare-winter.png',
      'owl.png',
      'mill.png',
      'watch.png',
      'style.png',
      'first.png',
      'last.png',
    ]);
  });

  it('lose the anchor first, then the style, props and the location', () => {
    expect(plan({}, { quota: 6 }).sent).toEqual([
      'hare-winter.png',
      'owl.png',
      'mill.png',
      'watch.png',
      'style.png',
      'last.png',
    ]);
    expect(plan({}, { quota: 3 }).sent).toEqual(['hare-winter.png', 'owl.png', 'last.png']);
    expect(plan({}, { quota: 3 }).leftOut.map(({ picture }) => picture)).toEqual([
      'hare.png',
      'hare-back.png',
      'mill.png',
      'watch.png',
      'style.png',
      'first.png',
    ]);
  });

  it('the last frame keeps its place where there is a single one', () => {
    expect(plan({}, { quota: 1 }).sent).toEqual(['last.png']);
  });

  it('characters without a place stand side by side, the leads alone as long as there is room', () => {
    const characters = ['owl', 'hare', 'a', 'b', 'c', 'd', 'e', 'f'];
    expect(plan({ characters }, { quota: 6 }).sent).toEqual([
      'hare-winter.png',
      'owl.png',
      'a.png',
      'b.png',
      'c.png+d.png+e.png+f.png',
      'last.png',
    ]);
    expect(plan({ characters }, { quota: 3 }).sent).toEqual([
      'hare-winter.png+owl.png+a.png+b.png',
      'c.png+d.png+e.png+f.png',
      'last.png',
    ]);
  });

  it('says of a character without a picture that there is none, and of one in other clothes why', () => {
    const { sent, leftOut } = planReferences({
      story,
      panels: [panel({ characters: ['hare', 'x'], scene: 'race' })],
      available: { cast: new Map([['hare', ['hare.png']]]), anchor: null, referenceFrame: null },
      model: { id: 'm', maxReferences: 6 },
      identify: (picture) => picture,
      tile: (cells) => cells.join('+'),
    });
    expect(sent.map(({ picture, reason }) => [picture, reason])).toEqual([
      ['hare.png', 'in the panel; there is no picture of it in winter'],
    ]);
    expect(leftOut).toEqual([
      { role: { kind: 'character', id: 'x' }, picture: null, reason: 'there is no picture of it' },
    ]);
  });
});

describe('the frame before', () => {
  it('of another scene goes along for people only, or not at all with chain: scene', () => {
    const [frame] = plan({}, { frameScene: 'home' }).full.slice(-1);
    expect(frame?.roles).toEqual([{ kind: 'reference-frame', scene: 'other' }]);
    const { sent, leftOut } = plan({}, { frameScene: 'home', chain: 'scene' });
    expect(sent).not.toContain('last.png');
    expect(sent).toContain('mill.png');
    expect(leftOut[0]).toMatchObject({ picture: 'last.png', reason: 'a new scene starts from its location' });
    expect(plan({}, { chain: 'scene' }).sent).toContain('last.png');
  });

  it('is the one that the panel names, or none', () => {
    expect(plan({ continuesFrom: 'p3' }).sent).toContain('p3.png');
    expect(plan({ continuesFrom: 'p3' }).sent).not.toContain('last.png');
    expect(plan({ continuesFrom: 'none' }).sent).not.toContain('last.png');
  });
});

describe('a panel that lists its pictures', () => {
  it('gets these, and nothing else', () => {
    const { sent, leftOut } = plan({ references: ['watch', 'hare', 'panel:p3', 'last-frame'] });
    expect(sent).toEqual(['hare.png', 'hare-back.png', 'watch.png', 'p3.png', 'last.png']);
    expect(leftOut).toEqual([
      {
        role: { kind: 'character', id: 'owl' },
        picture: 'owl.png',
        reason: 'the panel does not name it in references',
      },
    ]);
    expect(plan({ references: 'none' }).sent).toEqual([]);
  });
});

it('never sends more than the quota, never a picture twice, and each character present is sent or left out with a reason', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom('owl', 'hare', 'a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (characters, quota, first) => {
        const { sent, full, leftOut } = plan({ characters }, { quota, first });
        expect(sent.length).toBeLessThanOrEqual(quota);
        expect(new Set(sent).size).toBe(sent.length);
        expect(sent.includes('last.png')).toBe(!first);
        for (const id of characters) {
          const shown = full.some(({ roles }) =>
            roles.some((role) =>
              role.kind === 'tile'
                ? role.cells.some((cell) => cell.id === id)
                : role.kind === 'character' && role.id === id,
            ),
          );
          expect(shown || leftOut.some(({ role }) => role.kind === 'character' && role.id === id)).toBe(true);
        }
      },
    ),
  );
});
