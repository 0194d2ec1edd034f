import { z } from 'zod';
import { NextpanelError } from '../error.ts';
import type { PixelSize } from '../picture.ts';
import { count } from '../quote.ts';

const edge = z.int().min(1).max(32_768);

/** Which frame sizes a model draws. */
export const sizeRuleSchema = z.discriminatedUnion('rule', [
  /** Any width and height within limits. */
  z.strictObject({
    rule: z.literal('free'),
    /** Both edges are multiples of this. */
    multipleOf: z.int().min(1).max(1_024),
    minEdge: edge,
    maxEdge: edge,
    /** Long edge over short edge; null: any. */
    maxRatio: z.number().min(1).nullable(),
    minPixels: z.int().min(0),
    maxPixels: z.int().min(1),
    /** The vendor calls frames of more pixels experimental. */
    experimentalAbove: z.int().min(1).nullable(),
  }),
  /** A short list, as WIDTHxHEIGHT. */
  z.strictObject({ rule: z.literal('fixed'), sizes: z.array(z.string().regex(/^[1-9]\d*x[1-9]\d*$/)).min(1) }),
  /** The request names an aspect ratio and a resolution; the vendor chooses the pixels. */
  z.strictObject({
    rule: z.literal('ratio'),
    ratios: z.array(z.string().regex(/^[1-9]\d*:[1-9]\d*$/)).min(1),
    /** The smallest first; `pixels` of a frame, about. */
    resolutions: z.array(z.strictObject({ name: z.string().min(1), pixels: z.int().min(1) })).min(1),
  }),
]);

export type SizeRule = z.output<typeof sizeRuleSchema>;
type RatioRule = Extract<SizeRule, { rule: 'ratio' }>;
type FreeRule = Extract<SizeRule, { rule: 'free' }>;

/** What to ask the vendor for: pixels, or a ratio and a resolution, whose frames have about `pixels`. */
export type AskedSize =
  | { readonly kind: 'pixels'; readonly pixels: PixelSize }
  | { readonly kind: 'ratio'; readonly aspectRatio: string; readonly resolution: string; readonly pixels: PixelSize };

/** How far a size may be from a listed ratio (vendors' own pixels are up to 4 % off), and from a resolution's pixels. */
const ratioTolerance = 0.04;
const resolutionTolerance = 0.9;
/** A frame of fewer pixels than this part of the smallest resolution is surely a mistake. */
const smallestPart = 0.5;

/** "1024x1024" as pixels. */
export function parseSize(size: string): PixelSize {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return { width, height };
}

export const formatSize = ({ width, height }: PixelSize): string => `${width}x${height}`;

/** What to ask for to get frames of this size; null when the rule does not allow it. */
export function askedSize(rule: SizeRule, size: PixelSize): AskedSize | null {
  switch (rule.rule) {
    case 'free':
      return faultsOf(rule, size).length === 0 ? { kind: 'pixels', pixels: size } : null;
    case 'fixed':
      return rule.sizes.includes(formatSize(size)) ? { kind: 'pixels', pixels: size } : null;
    case 'ratio': {
      const ratio = nearestRatio(rule, size);
      const pixels = size.width * size.height;
      const smallest = rule.resolutions[0]?.pixels ?? 0;
      const enough = rule.resolutions.find((resolution) => resolution.pixels >= pixels * resolutionTolerance);
      if (ratio.distance > ratioTolerance || pixels < smallest * smallestPart || !enough) return null;
      return {
        kind: 'ratio',
        aspectRatio: ratio.name,
        resolution: enough.name,
        pixels: sizeOfRatio(ratio.value, enough.pixels),
      };
    }
  }
}

/** What to ask for; throws `size_unsupported` that says why the model does not draw this size and names the nearest it does. */
export function checkSize(model: { readonly id: string; readonly size: SizeRule }, size: PixelSize): AskedSize {
  const asked = askedSize(model.size, size);
  if (asked) return asked;
  const nearest = nearestSize(model.size, size);
  const use = nearest ? `; the nearest size it draws is ${formatSize(nearest)}` : '';
  throw new NextpanelError(
    'size_unsupported',
    `model "${model.id}" cannot draw ${formatSize(size)}: ${describeFaults(model.size, size)}${use}`,
    { detail: { pointer: '/render/size', ...(nearest ? { nearest: formatSize(nearest) } : {}) } },
  );
}

/**
 * The allowed size nearest to this one, measured by the ratios of widths and of heights; an allowed size is its own nearest
 * (of a ratio rule: the pixels its frames have). Null when the rule allows nothing.
 */
export function nearestSize(rule: SizeRule, size: PixelSize): PixelSize | null {
  switch (rule.rule) {
    case 'free':
      return nearestFree(rule, size);
    case 'fixed':
      return nearestOf(rule.sizes.map(parseSize), size);
    case 'ratio': {
      const { value } = nearestRatio(rule, size);
      const pixels = size.width * size.height;
      const enough = rule.resolutions.find((resolution) => resolution.pixels >= pixels * resolutionTolerance);
      const resolution = enough ?? rule.resolutions.at(-1);
      return resolution ? sizeOfRatio(value, resolution.pixels) : null;
    }
  }
}

const distance = (a: PixelSize, b: PixelSize): number =>
  Math.log(a.width / b.width) ** 2 + Math.log(a.height / b.height) ** 2;

function nearestOf(sizes: Iterable<PixelSize>, wanted: PixelSize): PixelSize | null {
  let best: PixelSize | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const size of sizes) {
    const apart = distance(size, wanted);
    if (best === null || apart < least) [best, least] = [size, apart];
  }
  return best;
}

/** For every allowed width, the height nearest to the wanted one: at most a few thousand candidates. */
function nearestFree(rule: FreeRule, wanted: PixelSize): PixelSize | null {
  // Asked for every frame that comes, and nearly every frame has the size that was ordered.
  if (faultsOf(rule, wanted).length === 0) return wanted;
  const candidates: PixelSize[] = [];
  const step = rule.multipleOf;
  const ratio = rule.maxRatio ?? Number.POSITIVE_INFINITY;
  for (let width = Math.ceil(rule.minEdge / step) * step; width <= rule.maxEdge; width += step) {
    const lowest = Math.ceil(Math.max(rule.minEdge, width / ratio, rule.minPixels / width) / step) * step;
    const highest = Math.floor(Math.min(rule.maxEdge, width * ratio, rule.maxPixels / width) / step) * step;
    if (lowest > highest) continue;
    for (const height of [Math.floor(wanted.height / step) * step, Math.ceil(wanted.height / step) * step]) {
      candidates.push({ width, height: Math.min(Math.max(height, lowest), highest) });
    }
  }
  return nearestOf(candidates, wanted);
}

function nearestRatio(rule: RatioRule, { width, height }: PixelSize) {
  const ratios = rule.ratios.map((name) => {
    const [w = 1, h = 1] = name.split(':').map(Number);
    return { name, value: w / h, distance: Math.abs(Math.log((width * h) / (height * w))) };
  });
  return ratios.reduce((best, ratio) => (ratio.distance < best.distance ? ratio : best));
}

/** Vendors keep edges at multiples of 8 or more; which ones, they do not say. */
function sizeOfRatio(ratio: number, pixels: number): PixelSize {
  const round = (length: number) => Math.max(8, Math.round(length / 8) * 8);
  return { width: round(Math.sqrt(pixels * ratio)), height: round(Math.sqrt(pixels / ratio)) };
}

function faultsOf(rule: FreeRule, { width, height }: PixelSize): string[] {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const pixels = width * height;
  const faults: string[] = [];
  if (short < rule.minEdge || long > rule.maxEdge) {
    faults.push(`its edges have ${rule.minEdge} to ${rule.maxEdge} pixels`);
  }
  if (width % rule.multipleOf !== 0 || height % rule.multipleOf !== 0) {
    faults.push(`its edges are multiples of ${rule.multipleOf}`);
  }
  if (rule.maxRatio !== null && long > short * rule.maxRatio) {
    faults.push(`the long edge is at most ${rule.maxRatio} times the short one`);
  }
  if (pixels < rule.minPixels || pixels > rule.maxPixels) {
    faults.push(
      rule.minPixels > 0
        ? `a frame has ${count(rule.minPixels)} to ${count(rule.maxPixels)} pixels`
        : `a frame has at most ${count(rule.maxPixels)} pixels`,
    );
  }
  return faults;
}

function describeFaults(rule: SizeRule, size: PixelSize): string {
  if (rule.rule === 'free') return faultsOf(rule, size).join(', ');
  if (rule.rule === 'fixed') return `it draws ${rule.sizes.join(', ')}`;
  return nearestRatio(rule, size).distance > ratioTolerance
    ? `it draws the ratios ${rule.ratios.join(', ')}`
    : `it draws the resolutions ${rule.resolutions.map(({ name }) => name).join(', ')}`;
}
