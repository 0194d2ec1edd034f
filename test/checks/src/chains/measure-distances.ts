import {
  compareLight,
  copyDistances,
  copySize,
  type Light,
  lightSize,
  measureLight,
  mostCellDifference,
  mostSpreads,
} from '@nextpanel/checks';
import type { Pixels } from '@nextpanel/core';
import { readPixels } from '@nextpanel/imaging';

export interface PlacedFrame {
  readonly number: number;
  readonly location: string;
  readonly bytes: Uint8Array;
}

/** Frames so many panels after the first ones at the same place. */
export interface Distance {
  readonly from: number;
  readonly to: number;
  readonly frames: number;
  /** How far they are from these, on average, in spreads; see `compareLight`. */
  readonly spreads: number;
  /** Share of them that the check `drift` would find, 0–1. */
  readonly found: number;
}

export interface MeasuredDistances {
  readonly distances: readonly Distance[];
  /** Mean difference of the last distance from the first frames of the place, in levels of 255. */
  readonly last: Light;
  /** Frames that show the same as one of the eight before. */
  readonly copies: number;
}

/** A place is known by its first frames. */
const firstFrames = 4;
/** Panels between a frame and the first ones are counted in groups of this many. */
const step = 8;
const lookBack = 8;

interface Measured extends Omit<PlacedFrame, 'bytes'> {
  readonly light: Light;
  readonly cells: Pixels;
}

/** How the look of a story changes along its chain: every frame is compared with the first ones at its place. */
export async function measureDistances(frames: readonly PlacedFrame[]): Promise<MeasuredDistances> {
  const measured: Measured[] = [];
  for (const { number, location, bytes } of frames) {
    const light = measureLight(await readPixels(bytes, lightSize));
    measured.push({ number, location, light, cells: await readPixels(bytes, copySize) });
  }
  const compared = [...Map.groupBy(measured, ({ location }) => location).values()].flatMap((there) => {
    const [first] = there;
    const base = there.slice(0, firstFrames).map(({ light }) => light);
    return there.slice(firstFrames).flatMap(({ number, light }) => {
      const drift = compareLight(light, base);
      return drift && first ? [{ distance: number - first.number, spreads: drift.spreads, light, base }] : [];
    });
  });
  const groups = Map.groupBy(compared, ({ distance }) => Math.floor(distance / step));
  const ordered = [...groups].sort(([a], [b]) => a - b);
  const copies = measured.filter(({ cells }, index) =>
    copyDistances(
      cells,
      measured.slice(Math.max(0, index - lookBack), index).map((it) => it.cells),
    ).some((distance) => distance <= mostCellDifference),
  ).length;
  const last = ordered.at(-1)?.[1] ?? [];
  const change = (quality: keyof Light) =>
    mean(last.map(({ light, base }) => light[quality] - mean(base.map((it) => it[quality]))));
  return {
    distances: ordered.map(([group, members]) => ({
      from: group * step,
      to: group * step + step - 1,
      frames: members.length,
      spreads: mean(members.map(({ spreads }) => spreads)),
      found: members.filter(({ spreads }) => spreads >= mostSpreads).length / members.length,
    })),
    last: { light: change('light'), saturation: change('saturation'), grain: change('grain') },
    copies,
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
