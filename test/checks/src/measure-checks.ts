import {
  borderSize,
  compareLight,
  copyDistances,
  copySize,
  findBorders,
  type Light,
  lightSize,
  measureLight,
  mostCellDifference,
  mostSpreads,
} from '@nextpanel/checks';
import { readPixels } from '@nextpanel/imaging';
import { areaUnderCurve } from './area-under-curve.ts';
import { drawScene } from './draw-scenes.ts';
import { type Spoil, type Strength, spoilFrame, spoils, strengths } from './spoil-frame.ts';

/** One check on one kind of fault at one strength. */
export interface Measured {
  readonly check: 'copies' | 'borders' | 'drift';
  readonly spoil: Spoil;
  readonly strength: Strength;
  /** See `areaUnderCurve`. */
  readonly area: number;
  /** Share of the spoilt frames that the check finds, and of the others. */
  readonly found: number;
  readonly falseAlarms: number;
}

type Check = Measured['check'];

/** Higher is worse, from 1 on it is found. */
type Values = Readonly<Record<Check, number>>;

async function judge(frame: Buffer, reference: Buffer, others: readonly Light[]): Promise<Values> {
  const [distance = 0] = copyDistances(await readPixels(frame, copySize), [await readPixels(reference, copySize)]);
  const drift = compareLight(measureLight(await readPixels(frame, lightSize)), others);
  return {
    copies: mostCellDifference / Math.max(distance, 0.1),
    borders: findBorders(await readPixels(frame, borderSize)).score,
    drift: (drift?.spreads ?? 0) / mostSpreads,
  };
}

/**
 * Spoils frames of some scenes on purpose and measures how well each check tells them from the others. The same seed gives the same
 * numbers.
 */
export async function measureChecks({
  scenes,
  seed,
  side,
}: {
  readonly scenes: number;
  readonly seed: number;
  readonly side?: number;
}): Promise<Measured[]> {
  const right: Values[] = [];
  const spoilt = new Map<string, Values[]>();
  for (let scene = 0; scene < scenes; scene++) {
    const drawn = await drawScene(scene, seed, side);
    const frames = drawn.map(({ frame }) => frame);
    const lights = await Promise.all(frames.map(async (frame) => measureLight(await readPixels(frame, lightSize))));
    for (const [index, { frame, altered }] of drawn.entries()) {
      const other = frames[(index + 3) % frames.length] as Buffer;
      const others = lights.filter((_, at) => at !== index);
      right.push(await judge(frame, other, others));
      // One strength per frame and fault would leave too few of each: every second frame gets all of them.
      if (index % 2 === 1) continue;
      for (const spoil of spoils)
        for (const strength of strengths) {
          const bad = await spoilFrame(frame, spoil, strength, { other, altered, seed: seed + index });
          const name = `${spoil} ${strength}`;
          spoilt.set(name, [...(spoilt.get(name) ?? []), await judge(bad, other, others)]);
        }
    }
  }
  const checks: readonly Check[] = ['copies', 'borders', 'drift'];
  return checks.flatMap((check) =>
    spoils.flatMap((spoil) =>
      strengths.map((strength): Measured => {
        const bad = (spoilt.get(`${spoil} ${strength}`) ?? []).map((values) => values[check]);
        const good = right.map((values) => values[check]);
        return {
          check,
          spoil,
          strength,
          area: areaUnderCurve(bad, good),
          found: bad.filter((value) => value >= 1).length / bad.length,
          falseAlarms: good.filter((value) => value >= 1).length / good.length,
        };
      }),
    ),
  );
}
