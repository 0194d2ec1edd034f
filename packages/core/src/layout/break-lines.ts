/** A piece of a text between two places where its line may end. Widths are in font sizes. */
export interface Breakable {
  readonly width: number;
  /** Width of the space behind it, which counts only where the line continues; negative: what is not there then, such as a hyphen. */
  readonly space: number;
  /** The line ends behind it, because the author says so. */
  readonly ends?: boolean;
  /** A sentence or a phrase ends with it, so a line ends well here. */
  readonly pauses?: boolean;
  /** How badly a line ends behind it: from 0 to 1 at a hyphen, up to 2 where a word is torn. */
  readonly flaw?: number;
}

/** How the lines of a block differ in length. `lens`: longest in the middle, as a balloon is. `block`: alike, the last one may be shorter. */
export type BlockShape = 'lens' | 'block';

export interface BreakLinesInput {
  readonly pieces: readonly Breakable[];
  /** How many lines there should be; there are more where the longest allowed line or the author asks for them. */
  readonly lines: number;
  /** Longest line, in font sizes; a single piece that is longer makes a line of its own. */
  readonly most: number;
  readonly shape: BlockShape;
}

/** What a line costs, in squares of its distance from the length it should have, as a share of the block's width. */
const costs = {
  /** A last line this much shorter than the block looks lost: one short word alone. */
  lonely: { share: 0.42, cost: 0.25 },
  pause: 0.012,
  /** A line that ends inside a word, at its worst place; and one more line, with which words are parted at better places. */
  flaw: 0.25,
  better: 0.06,
  /** How much more it counts when the first or the last line of a lens is too long: its ends come near the outline, or the balloon must grow. */
  wideEnd: 3,
  /** From so many lines a balloon may have one more than needed, where the lines then follow its shape better by this much. */
  lens: { from: 7, line: 0.02 },
  /** How much a last line that is too short counts in a block. */
  shortEnd: 0.3,
};

/**
 * Decides where the lines of a text end: into as many lines as asked for, each as near as possible to the length that the shape wants, no
 * short word alone on the last one. Answers, for each line, the index behind its last piece. Pure.
 */
export function breakLines({ pieces, lines, most, shape }: BreakLinesInput): number[] {
  const forced = pieces.filter(({ ends }, index) => ends && index < pieces.length - 1).length;
  const total = pieces.reduce((sum, { width, space }) => sum + width + space, 0);
  const enough = Math.ceil(total / Math.max(most, 0.1)) * 2 + forced + 2;
  const least = Math.max(1, lines, forced + 1, Math.floor(total / Math.max(most, 0.1)));
  for (let count = least; count <= Math.min(enough, pieces.length); count++) {
    const found = breakInto(pieces, count, most, shape, total);
    if (!found) continue;
    const isLonely = endsLonely(pieces, found.ends);
    const isShort = shape === 'block' || count < costs.lens.from;
    const isFlawed = flawsOf(pieces, found.ends) > 0;
    if (isShort && !isLonely && !isFlawed) return found.ends;
    // A line less may need no word parted, or fewer.
    const less = isFlawed && count > forced + 1 ? breakInto(pieces, count - 1, most, shape, total) : null;
    if (less && !endsLonely(pieces, less.ends) && flawsOf(pieces, less.ends) < flawsOf(pieces, found.ends))
      return less.ends;
    const more = count < pieces.length ? breakInto(pieces, count + 1, most, shape, total) : null;
    if (!more || endsLonely(pieces, more.ends)) return found.ends;
    const worth = isFlawed ? costs.better : costs.lens.line;
    return isLonely || more.cost + worth < found.cost ? more.ends : found.ends;
  }
  // Pieces longer than the line: each line takes what fits, at least one piece.
  return fillLines(pieces, most);
}

/** How badly the lines end together. */
const flawsOf = (pieces: readonly Breakable[], ends: readonly number[]): number =>
  ends.reduce((sum, end) => sum + (pieces[end - 1]?.flaw ?? 0), 0);

/** Whether the last line is one piece, and much shorter than the one before it. */
function endsLonely(pieces: readonly Breakable[], ends: readonly number[]): boolean {
  const [from = 0, before = 0] = [ends.at(-2), ends.at(-3)];
  if (ends.length < 2 || pieces.length - from > 1) return false;
  const length = (part: readonly Breakable[]) => part.reduce((sum, { width, space }) => sum + width + space, 0);
  return length(pieces.slice(from)) < costs.lonely.share * length(pieces.slice(before, from));
}

interface Best {
  readonly cost: number;
  /** Index of the first piece of the last line. */
  readonly from: number;
}

function breakInto(
  pieces: readonly Breakable[],
  count: number,
  most: number,
  shape: BlockShape,
  total: number,
): { readonly ends: number[]; readonly cost: number } | null {
  const wanted = profileOf(count, shape);
  const width = total / wanted.reduce((sum, share) => sum + share, 0);
  const behind = widthsBehind(pieces);
  // best[l][e]: the cheapest way to set the pieces before e in l lines.
  let best = new Map<number, Best>([[0, { cost: 0, from: 0 }]]);
  const steps: Map<number, Best>[] = [];
  for (let line = 0; line < count; line++) {
    const next = new Map<number, Best>();
    for (const [from, { cost }] of best) {
      // What is left would not fit in the lines that are left: a long text has few places where its lines may end.
      if ((behind[from] as number) > (count - line) * most) continue;
      let length = 0;
      for (let end = from + 1; end <= pieces.length - (count - line - 1); end++) {
        const piece = pieces[end - 1] as Breakable;
        const before = pieces[end - 2];
        length += (end - 1 > from ? (before?.space ?? 0) : 0) + piece.width;
        if (length > most && end > from + 1) break;
        if (length > most) continue;
        const isLast = line === count - 1;
        if (isLast === (end === pieces.length)) {
          const share = wanted[line] ?? 1;
          const isEnd =
            shape === 'lens' && count >= costs.lens.from && (line === 0 || isLast) && length / width > share;
          const here =
            cost + lineCost(length / width, share, shape, isLast && count > 1, piece) * (isEnd ? costs.wideEnd : 1);
          if (here < (next.get(end)?.cost ?? Number.POSITIVE_INFINITY)) next.set(end, { cost: here, from });
        }
        if (piece.ends) break;
      }
    }
    steps.push(next);
    best = next;
  }
  const whole = best.get(pieces.length);
  if (!whole) return null;
  const ends: number[] = [];
  let end = pieces.length;
  for (const step of steps.toReversed()) {
    ends.unshift(end);
    end = step.get(end)?.from ?? 0;
  }
  return { ends, cost: whole.cost };
}

/** The least width of all pieces from each one on: without the spaces that may fall at the ends of lines. */
function widthsBehind(pieces: readonly Breakable[]): number[] {
  const behind: number[] = [0];
  for (const { width, space } of pieces.toReversed())
    behind.push((behind.at(-1) as number) + width + Math.min(0, space));
  return behind.reverse();
}

function lineCost(length: number, wanted: number, shape: BlockShape, isLast: boolean, piece: Breakable): number {
  const off = (length - wanted) ** 2;
  if (!isLast) return off - (piece.pauses ? costs.pause : 0) + (piece.flaw ?? 0) * costs.flaw;
  const lonely = length < costs.lonely.share ? costs.lonely.cost : 0;
  return (shape === 'block' && length < wanted ? off * costs.shortEnd : off) + lonely;
}

/** Lengths of the lines as shares of the longest. */
const profileOf = (count: number, shape: BlockShape): number[] =>
  Array.from({ length: count }, (_, line) => {
    if (shape === 'block') return 1;
    const fromMiddle = (2 * (line + 0.5)) / count - 1;
    return 0.7 + 0.3 * (1 - fromMiddle ** 2);
  });

function fillLines(pieces: readonly Breakable[], most: number): number[] {
  const ends: number[] = [];
  let length = 0;
  for (const [index, { width, ends: isEnd }] of pieces.entries()) {
    const before = pieces[index - 1];
    if (length > 0 && length + (before?.space ?? 0) + width > most) {
      ends.push(index);
      length = 0;
    }
    length += (length > 0 ? (before?.space ?? 0) : 0) + width;
    if (isEnd || index === pieces.length - 1) {
      ends.push(index + 1);
      length = 0;
    }
  }
  return ends;
}
