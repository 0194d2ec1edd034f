import { type CastOf, picturesByName } from '../cast-pictures.ts';
import type { WarningCode } from '../errors/warnings.ts';
import type { PixelSize } from '../picture.ts';
import { quote } from '../quote.ts';
import { say } from '../sentences/say.ts';

/** What was measured of a reference picture; absent parts were not. */
export interface PictureLooks {
  /** The share that is transparent, 0–1. */
  readonly clear: number;
  /** The sharpest edge as a share of the contrast, 0–1; null: nothing could have an edge. */
  readonly edge: number | null;
}

export interface MeasuredPicture extends PixelSize {
  readonly sha256: string;
  readonly looks?: PictureLooks;
}

const weak: WarningCode = 'reference_weak';

/** Of the shorter side, in pixels: a face in a smaller picture has few of them. */
const leastSide = 256;
/** A cut-out figure leaves up to three quarters of its picture clear; in more than this there is hardly a figure. */
const mostClear = 0.85;
/**
 * Measured on storyboard frames of 1024 pixels: 0.97 as drawn, 0.7 as a JPEG of 200 pixels, 0.4 blurred by 2 pixels, 0.18 by 4, 0.13 by 6, 0.1 by 8, 0.06
 * by 12; enlarged from 64 pixels 0.08–0.13.
 */
const leastEdge = 0.1;

interface NamedPicture {
  /** As panels name it: hare, hare/winter, mill, watch or style. */
  readonly name: string;
  readonly picture: MeasuredPicture;
  /** Whether it shows a figure or an object, whose edges a model has to see. */
  readonly figure: boolean;
}

/** Supplied pictures of which a model learns little: too small, out of focus, mostly transparent, or the same as another one. */
export function warnOfPictures(
  spec: CastOf<string>,
  pictures: ReadonlyMap<string, MeasuredPicture>,
): { readonly code: WarningCode; readonly detail: string }[] {
  const named = namePictures(spec, pictures);
  const namesWhere = (holds: (it: NamedPicture) => boolean) => [
    ...new Set(named.filter(holds).map(({ name }) => quote(name))),
  ];
  const warn = (names: readonly string[], said: string) =>
    names.length === 0
      ? []
      : [
          {
            code: weak,
            detail:
              names.length === 1
                ? say('picture.one', { name: names.join(), said })
                : say('picture.several', { names: names.join(', '), said }),
          },
        ];
  return [
    ...warn(
      namesWhere(({ picture: { width, height } }) => Math.min(width, height) < leastSide),
      say('picture.small', { pixels: leastSide }),
    ),
    ...warn(
      namesWhere(({ figure, picture: { looks } }) => figure && looks?.edge != null && looks.edge < leastEdge),
      say('picture.blurred'),
    ),
    ...warn(
      namesWhere(({ picture: { looks } }) => (looks?.clear ?? 0) > mostClear),
      say('picture.clear'),
    ),
    ...repeated(named),
  ];
}

function namePictures(spec: CastOf<string>, pictures: ReadonlyMap<string, MeasuredPicture>): NamedPicture[] {
  const { cast, things, style } = picturesByName(spec);
  const places = new Set((spec.locations ?? []).map(({ id }) => id));
  return [...cast, ...things, ['style', style] as const].flatMap(([name, references]) =>
    references.flatMap((reference) => {
      const picture = pictures.get(reference);
      return picture ? [{ name, picture, figure: name !== 'style' && !places.has(name) }] : [];
    }),
  );
}

/** One picture under two names makes a model draw one for the other; twice under one name it only costs. */
function repeated(named: readonly NamedPicture[]): { readonly code: WarningCode; readonly detail: string }[] {
  const same = [...Map.groupBy(named, ({ picture }) => picture.sha256).values()].filter(({ length }) => length > 1);
  return same.map((pictures) => {
    const names = [...new Set(pictures.map(({ name }) => quote(name)))];
    const detail =
      names.length === 1
        ? say('picture.twice', { name: names.join(), times: pictures.length })
        : say('picture.shared', { both: names.join(' and ') });
    return { code: weak, detail };
  });
}
