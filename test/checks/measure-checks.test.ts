import { beforeAll, expect, it } from 'vitest';
import { areaUnderCurve } from './src/area-under-curve.ts';
import { type Measured, measureChecks } from './src/measure-checks.ts';

let measured: Measured[];
beforeAll(async () => {
  measured = await measureChecks({ scenes: 1, seed: 11, side: 256 });
}, 60_000);

const of = (check: Measured['check'], spoil: Measured['spoil'], strength: number) =>
  measured.find((it) => it.check === check && it.spoil === spoil && it.strength === strength);

it('no check finds anything in frames that are as they should be', () => {
  expect(measured.filter(({ falseAlarms }) => falseAlarms > 0)).toEqual([]);
});

it.each([
  ['copies', 'reference pasted', 5],
  ['borders', 'split', 3],
  ['borders', 'framed', 3],
  ['drift', 'darker', 4],
  ['drift', 'paler', 5],
  ['drift', 'grainy', 3],
] as const)('%s finds every frame that is %s at strength %d', (check, spoil, strength) => {
  expect(of(check, spoil, strength)).toMatchObject({ area: 1, found: 1 });
});

it.each([
  ['drift', 'mirrored'],
  ['borders', 'recoloured'],
  // Who is in a picture, and in what, is a question for a model that sees.
  ['drift', 'outfit swapped'],
  ['drift', 'person added'],
  ['copies', 'person removed'],
] as const)('%s says nothing of frames that are %s', (check, spoil) => {
  expect(of(check, spoil, 5)?.found).toBe(0);
});

it('the area under the curve is 1 when every spoilt frame has the higher value, and a half by chance', () => {
  expect(areaUnderCurve([3, 4], [1, 2])).toBe(1);
  expect(areaUnderCurve([1, 2], [1, 2])).toBe(0.5);
});
