import { askedSize, nearestSize, parseSize, type SizeRule } from '../catalogue/size-rule.ts';
import type { PixelSize } from '../picture.ts';
import { croppedPart, freeCrop, nearestShape } from './shapes.ts';

/** Models become unreliable above this; a story file may still name a larger size. */
const maxPixels = 2560 * 1440;

/** Shapes this near to each other, as a logarithm, are the same: edges are multiples of 16. */
const sameShape = 0.02;

/**
 * The size to ask a model for so that a slot is filled: of the shape nearest to the slot's that the rule allows, the
 * smallest that gives `wantedDpi` in print, or the largest up to 2560×1440 pixels. For a sheet that is not printed, let
 * `sheetDpi` equal `wantedDpi`: the frame then has the pixels of its slot.
 */
export function frameSizeFor(rule: SizeRule, slot: PixelSize, sheetDpi: number, wantedDpi: 200 | 300): PixelSize {
  const scale = wantedDpi / sheetDpi;
  const needed = { width: slot.width * scale, height: slot.height * scale };
  const listed = sizesOf(rule, aspect(slot));
  const sizes = listed.some((size) => area(size) <= maxPixels)
    ? listed.filter((size) => area(size) <= maxPixels)
    : listed.toSorted((a, b) => area(a) - area(b)).slice(0, 1);
  const kind = ofKind(sizes, slot).map((size) => ({ ...size, off: off(size, slot) }));
  const nearest = kind.reduce((least, size) => Math.min(least, size.off), Number.POSITIVE_INFINITY);
  const shaped = kind.filter((size) => size.off <= nearest + sameShape);
  const enough = shaped.filter(({ width, height }) => width >= needed.width && height >= needed.height);
  const by = (a: Judged, b: Judged) => area(a) - area(b) || a.off - b.off || a.width - b.width;
  const chosen = enough.length > 0 ? enough.toSorted(by)[0] : shaped.toSorted(by).at(-1);
  if (chosen === undefined) throw new Error('the size rule allows no size');
  return { width: chosen.width, height: chosen.height };
}

/** A size with how far its shape is from the slot's, as a logarithm. */
type Judged = PixelSize & { readonly off: number };

/**
 * If even the nearest shape would be cropped noticeably, one of the slot's own kind is better: an upright frame for an upright slot.
 * So a page of frames that were asked for by their slots keeps its arrangement.
 */
function ofKind(sizes: readonly PixelSize[], slot: PixelSize): readonly PixelSize[] {
  const fits = sizes.some((size) => croppedPart(aspect(slot), aspect(size)) <= freeCrop);
  if (fits) return sizes;
  const wanted = nearestShape(aspect(slot));
  const kind = sizes.filter((size) => nearestShape(aspect(size)) === wanted);
  return kind.length === 0 ? sizes : kind;
}

const aspect = ({ width, height }: PixelSize) => width / height;
const area = ({ width, height }: PixelSize) => width * height;
const off = (a: PixelSize, b: PixelSize) => Math.abs(Math.log((a.width * b.height) / (a.height * b.width)));

/** The sizes the rule allows; of a free rule those nearest to the aspect. */
function sizesOf(rule: SizeRule, wanted: number): PixelSize[] {
  switch (rule.rule) {
    case 'fixed':
      return rule.sizes.map(parseSize);
    case 'ratio':
      return rule.ratios.flatMap((name) => {
        const [w = 1, h = 1] = name.split(':').map(Number);
        return rule.resolutions.flatMap(({ pixels }) => {
          const size = { width: Math.sqrt((pixels * w) / h), height: Math.sqrt((pixels * h) / w) };
          return nearestSize(rule, size) ?? [];
        });
      });
    case 'free': {
      const step = rule.multipleOf;
      const ratio = rule.maxRatio ?? Number.POSITIVE_INFINITY;
      const shape = Math.min(Math.max(wanted, 1 / ratio), ratio);
      const widths = Array.from({ length: Math.floor(rule.maxEdge / step) }, (_, index) => (index + 1) * step);
      return widths
        .flatMap((width) =>
          [Math.floor, Math.ceil].map((round) => ({ width, height: round(width / shape / step) * step })),
        )
        .filter((size) => askedSize(rule, size) !== null);
    }
  }
}
