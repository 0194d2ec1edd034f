import { besideSounds, costOf, costs } from './balloon-costs.ts';
import { balloonPlaces, besideOwn, isFree, joinedTo } from './balloon-places.ts';
import { balloonSize } from './balloon-size.ts';
import type { PanelToLetter, PlaceBalloonsInput, PlacedText, PlaceOption, Standing } from './balloon-texts.ts';
import { type Balloon, countAstray, countTailless, placeTails } from './place-tails.ts';
import type { Point, Rectangle } from './rectangle.ts';

/**
 * Ways of looking for an arrangement, the next one if the one before leaves a text out: `beam` arrangements are carried on
 * from text to text, and `press` makes height dearer, so that texts are packed rather than set where they look best. `besidePlaced`:
 * texts need not follow the order of reading where one placed by hand stands in their way.
 * Two texts take about 3 ms, twelve about 40.
 */
const searches = [
  { beam: 12, press: 1, besidePlaced: false },
  { beam: 24, press: 5, besidePlaced: false },
  { beam: 24, press: 5, besidePlaced: true },
];

/**
 * Ways of looking for an arrangement when it would be in doubt who speaks, each if the one before leaves a doubt: the first takes three times as
 * long as usual, the last twenty times, and is needed in small panels with many speakers.
 */
const widerSearches = [
  { beam: 40, press: 1, besidePlaced: false },
  { beam: 40, press: 5, besidePlaced: false },
  { beam: 240, press: 1, besidePlaced: false },
];

type Search = (typeof searches)[number];

/**
 * Decides where captions, balloons and sound effects of one panel stand. Without knowing faces, what can be kept is kept:
 * balloon k+1 is lower than balloon k, or beside it and further along the reading direction, so that there is never a
 * doubt which is next; nothing overlaps, touches or leaves the panel; captions stand on the side where reading starts, the
 * first at the top and one that closes the panel at the bottom; balloons stay high and off the lower middle, where figures
 * are, near their speakers, and out of the way of each other's tails. A text placed by hand stands where it was put, and the others
 * make room. Rules: Jim Shooter's memo on balloon placement,
 * Blambot's comic grammar.
 * Texts without room are answered in `unplaced`, never squeezed. Pure: the same input gives the same placement.
 */
export function placeBalloons(given: PlaceBalloonsInput): { placed: PlacedText[]; unplaced: number[] } {
  const mouths = mouthsOf(given.texts);
  const silent = (given.faces ?? [])
    .map(({ mouth }) => mouth)
    .filter((mouth) => !mouths.some((it) => isSame(it, mouth)));
  const input: PanelToLetter = { ...given, mouths, silent };
  let best: Tailed | undefined;
  const hasPlaced = input.texts.some(({ placedAt }) => placedAt !== undefined);
  for (const search of searches) {
    if (search.besidePlaced && !hasPlaced) break;
    const found = arrange(input, search);
    if (best === undefined || found.unplaced.length < best.unplaced.length) best = found;
    if (best.unplaced.length === 0) break;
  }
  for (const search of widerSearches) {
    if (best === undefined || best.unplaced.length > 0 || best.doubts === 0) break;
    const wider = arrange(input, search);
    // Where height is dearer, costs are others: only fewer doubts count.
    const isBetter = search.press === 1 ? wider.cost < best.cost : wider.doubts < best.doubts;
    if (wider.unplaced.length === 0 && isBetter) best = wider;
  }
  const { standings, unplaced } = best ?? nothing;
  const ordered = inReadingOrder(standings);
  const tails = placeTails(balloonsOf(input, ordered), input);
  return {
    placed: ordered.map((standing, index) => ({ ...standing, tail: tails[index] ?? null })),
    unplaced: [...unplaced],
  };
}

const isSame = (a: Point, b: Point): boolean => Math.hypot(a.x - b.x, a.y - b.y) < 1;

const inReadingOrder = (standings: readonly Standing[]): Standing[] => [...standings].sort((a, b) => a.text - b.text);

/** The mouths that speak in the panel, each once. */
const mouthsOf = (texts: PlaceBalloonsInput['texts']): Point[] => [
  ...new Map(texts.flatMap(({ mouth }) => (mouth ? [[`${mouth.x} ${mouth.y}`, mouth] as const] : []))).values(),
];

/** The tail of joined balloons is that of the last one. */
const balloonsOf = (input: PanelToLetter, standings: readonly Standing[]): Balloon[] =>
  standings.map(({ kind, box, text }, index) => ({
    kind,
    box,
    mouth: standings[index + 1]?.joins ? null : (input.texts[text]?.mouth ?? null),
  }));

/** The cheapest arrangement when tails are counted, too: those that have no way to their speaker, and those that lead over another. */
function bestTailed(input: PanelToLetter, arrangements: readonly Arrangement[]): Tailed {
  let best: Tailed = { ...nothing, cost: Number.POSITIVE_INFINITY, doubts: 0 };
  for (const arrangement of arrangements) {
    const balloons = balloonsOf(input, inReadingOrder(arrangement.standings));
    const tails = placeTails(balloons, input);
    const [tailless, astray] = [countTailless(balloons, tails), countAstray(balloons, tails, input)];
    const cost = arrangement.cost + costs.missingTail * tailless + costs.tailAstray * astray;
    if (cost < best.cost) best = { ...arrangement, cost, doubts: tailless + astray };
  }
  return best;
}

function arrange(input: PanelToLetter, search: Search): Tailed {
  // What was placed by hand comes first. Sound effects come last: they belong to the picture, not to the order of reading, and take the
  // room that is left.
  const turnOf = (text: number) => {
    const { placedAt, kind } = input.texts[text] ?? {};
    return placedAt !== undefined ? 0 : kind === 'sfx' ? 2 : 1;
  };
  const turns = [...input.texts.keys()].sort((a, b) => turnOf(a) - turnOf(b) || a - b);
  let arrangements: Arrangement[] = [nothing];
  for (const text of turns) {
    const options = optionsFor(input, text);
    arrangements = arrangements.flatMap((arrangement) => extend(input, arrangement, text, options, search));
    arrangements = arrangements.sort((a, b) => a.cost - b.cost).slice(0, search.beam);
  }
  return bestTailed(input, arrangements);
}

interface Arrangement {
  readonly standings: readonly Standing[];
  readonly unplaced: readonly number[];
  readonly cost: number;
}

/** An arrangement, and how many of its voices have no tail, or one that runs over the mouth of another. */
interface Tailed extends Arrangement {
  readonly doubts: number;
}

const nothing: Arrangement = { standings: [], unplaced: [], cost: 0 };

function optionsFor(input: PanelToLetter, text: number): PlaceOption[] {
  const measured = input.texts[text];
  return (measured?.shapes ?? []).flatMap((size, shape) =>
    balloonPlaces(input, balloonSize(size, measured ?? { kind: 'speech' }, input.fontSize), text).map((boxes) => ({
      shape,
      size,
      boxes,
    })),
  );
}

/** The arrangement with one more text: in each shape and column at its cheapest height. */
function extend(
  input: PanelToLetter,
  arrangement: Arrangement,
  text: number,
  options: readonly PlaceOption[],
  search: Search,
): Arrangement[] {
  const measured = input.texts[text];
  if (measured === undefined) return [arrangement];
  const extended: Arrangement[] = [];
  const before = joinedTo(input, text, arrangement.standings);
  const joined = before ? besideOwn(input, before, options, text) : [];
  for (const { shape, size, boxes, joins } of [...joined, ...options]) {
    let best: { cost: number; box: Rectangle } | undefined;
    const others = joins ? arrangement.standings.filter((it) => it !== before) : arrangement.standings;
    for (const box of boxes) {
      if (!isFree(input, box, text, others, search)) continue;
      const apart = before && !joins ? costs.apartFromOwn : 0;
      const cost =
        costOf(input, box, measured, others, search.press) +
        apart +
        (size.flaw ?? 0) +
        besideSounds(input, { box, text }, others);
      if (best === undefined || cost < best.cost) best = { cost, box };
    }
    if (best === undefined) continue;
    const { box } = best;
    const textBox = {
      x: box.x + Math.floor((box.width - size.width) / 2),
      y: box.y + Math.floor((box.height - size.height) / 2),
      width: size.width,
      height: size.height,
    };
    extended.push({
      standings: [
        ...arrangement.standings,
        {
          text,
          kind: measured.kind,
          ...(measured.style && { style: measured.style }),
          shape,
          box,
          textBox,
          ...(joins && { joins }),
        },
      ],
      unplaced: arrangement.unplaced,
      cost: arrangement.cost + best.cost + shape * (measured.kind === 'sfx' ? costs.smallerSound : costs.nextShape),
    });
  }
  if (extended.length > 0) return extended;
  return [{ ...arrangement, unplaced: [...arrangement.unplaced, text], cost: arrangement.cost + costs.unplaced }];
}
