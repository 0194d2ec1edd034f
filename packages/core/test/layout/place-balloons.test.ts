import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredText, PlaceBalloonsInput, PlacedText } from '../../src/layout/balloon-texts.ts';
import { castInOrder, guessFaces, guessMouths } from '../../src/layout/guess-mouths.ts';
import { letteringSizes } from '../../src/layout/lettering-sizes.ts';
import { placeBalloons } from '../../src/layout/place-balloons.ts';
import { balloonExponent, placeTails, type Tail } from '../../src/layout/place-tails.ts';
import { overlap, passesThrough, touches } from '../../src/layout/rectangle.ts';
import type { ReadingDirection } from '../../src/story-spec.ts';

const panel = { width: 1024, height: 1024 };
const fontSize = 36;

const anyShape = fc.record({ width: fc.integer({ min: 20, max: 800 }), height: fc.integer({ min: 20, max: 420 }) });
const anyText: fc.Arbitrary<MeasuredText> = fc.record({
  kind: fc.constantFrom('caption', 'speech', 'thought', 'sfx'),
  mouth: fc.option(fc.record({ x: fc.integer({ min: 0, max: 1024 }), y: fc.integer({ min: 200, max: 900 }) })),
  shapes: fc.array(anyShape, { minLength: 1, maxLength: 3 }),
});
const anyDirection = fc.constantFrom<ReadingDirection>('ltr', 'rtl', 'vertical');
const anyInput: fc.Arbitrary<PlaceBalloonsInput> = fc.record({
  panel: fc.constant(panel),
  fontSize: fc.constant(fontSize),
  readingDirection: anyDirection,
  texts: fc.array(anyText, { minLength: 1, maxLength: 6 }),
});

const speech = (width: number, height: number, mouthX: number): MeasuredText => ({
  kind: 'speech',
  mouth: { x: mouthX, y: 460 },
  shapes: [{ width, height }],
});
const caption: MeasuredText = { kind: 'caption', mouth: null, shapes: [{ width: 400, height: 40 }] };

/** Whether two lines have a point in common, by solving for it. */
function meet(a: Tail, b: Tail): boolean {
  const [ax, ay, bx, by] = [a.to.x - a.from.x, a.to.y - a.from.y, b.to.x - b.from.x, b.to.y - b.from.y];
  const across = ax * by - ay * bx;
  if (across === 0) return false;
  const [dx, dy] = [b.from.x - a.from.x, b.from.y - a.from.y];
  const onA = (dx * by - dy * bx) / across;
  const onB = (dx * ay - dy * ax) / across;
  return onA > 0 && onA < 1 && onB > 0 && onB < 1;
}

const place = (texts: MeasuredText[], readingDirection: ReadingDirection = 'ltr') =>
  placeBalloons({ panel, fontSize, readingDirection, texts });

describe('the outline of a balloon', () => {
  const reach = (x: number, y: number, box: PlacedText['box']) =>
    (Math.abs(x) / (box.width / 2)) ** balloonExponent + (Math.abs(y) / (box.height / 2)) ** balloonExponent;

  it('lies outside of every line, however many there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
        (lines, widths) => {
          const size = { width: 420, height: lines * 46 };
          const rows = widths.slice(0, lines);
          const { placed } = place([{ kind: 'speech', mouth: null, shapes: [{ ...size, rows }] }]);
          for (const { box } of placed) {
            for (const [band, share] of rows.entries()) {
              for (const edge of [band, band + 1]) {
                const y = (edge / lines - 0.5) * size.height;
                expect(reach((share * size.width) / 2, y, box)).toBeLessThan(1);
              }
            }
          }
        },
      ),
    );
  });

  it('is no slit around dots', () => {
    const [dots] = place([{ kind: 'speech', mouth: null, shapes: [{ width: 30, height: 6 }] }]).placed;
    expect(dots?.box.height).toBeGreaterThan(1.5 * fontSize);
  });

  it('stays as close to a short line as before', () => {
    const [short] = place([{ kind: 'speech', mouth: null, shapes: [{ width: 300, height: 40 }] }]).placed;
    expect(short?.box.width).toBeLessThan(420);
  });
});

describe('placed balloons', () => {
  it('stay clear of the border and of each other, or are answered as unplaced', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { placed, unplaced } = placeBalloons(input);
        expect([...placed.map(({ text }) => text), ...unplaced].sort((a, b) => a - b)).toEqual([...input.texts.keys()]);
        const edge = 0.5 * fontSize;
        for (const [index, { box, textBox, text, shape }] of placed.entries()) {
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(edge);
          expect(box.x + box.width).toBeLessThanOrEqual(panel.width - edge);
          expect(box.y + box.height).toBeLessThanOrEqual(panel.height - edge);
          expect(overlap(box, textBox)).toBe(textBox.width * textBox.height);
          expect(textBox).toMatchObject(input.texts[text]?.shapes[shape] ?? {});
          for (const other of placed.slice(index + 1)) expect(touches(box, other.box, edge)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave no doubt which is next: lower, or beside and further along the reading direction', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const read = placeBalloons(input).placed.filter(({ kind }) => kind !== 'sfx');
        for (const [index, { box }] of read.entries()) {
          for (const { box: later } of read.slice(index + 1)) {
            const lower = later.y >= box.y + box.height;
            const further =
              input.readingDirection === 'rtl' ? later.x + later.width <= box.x : later.x >= box.x + box.width;
            expect(lower || (further && later.y >= box.y)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have tails of one width that neither cross nor run over another balloon', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { placed } = placeBalloons(input);
        const tailed = placed.flatMap((balloon) => (balloon.tail === null ? [] : [{ ...balloon, tail: balloon.tail }]));
        expect(new Set(tailed.map(({ tail }) => tail.width)).size).toBeLessThanOrEqual(1);
        for (const [index, { text, tail }] of tailed.entries()) {
          for (const { tail: other } of tailed.slice(index + 1)) expect(meet(tail, other)).toBe(false);
          for (const { box } of placed.filter((other) => other.text !== text)) {
            expect(passesThrough(tail.from, tail.to, box)).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have tails that stay in the panel, lead towards their own speaker and end nearest to him', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { placed } = placeBalloons(input);
        const mouths = input.texts.flatMap(({ mouth }) => mouth ?? []);
        for (const { text, tail, box } of placed) {
          const own = input.texts[text]?.mouth;
          if (!tail || !own) continue;
          const away = (mouth: { x: number; y: number }) => Math.hypot(tail.to.x - mouth.x, tail.to.y - mouth.y);
          const apart = mouths.filter((mouth) => Math.hypot(mouth.x - own.x, mouth.y - own.y) >= 1);
          for (const mouth of apart) expect(away(mouth)).toBeGreaterThanOrEqual(away(own));
          const isBelow = own.y > box.y + box.height;
          const isNear = touches(box, { ...own, width: 0, height: 0 }, fontSize);
          expect(isBelow || isNear || away(tail.to) < away(tail.from)).toBe(true);
          expect(tail.to.x > 0 && tail.to.x < panel.width && tail.to.y > 0 && tail.to.y < panel.height).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of two people who talk in turns all have a tail', () => {
    const talk = [300, 720, 300, 720].map((mouthX) => speech(220, 80, mouthX));
    for (const direction of ['ltr', 'rtl'] as const)
      expect(place(talk, direction).placed.map(({ tail }) => tail !== null)).toEqual([true, true, true, true]);
  });

  it('stand the same every time', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(placeBalloons(input)).toEqual(placeBalloons(structuredClone(input)));
      }),
      { numRuns: 10 },
    );
  });

  it('are mirrored when the page is', () => {
    const mirrored = (balloons: readonly PlacedText[]) =>
      balloons.map(({ text, box }) => ({ text, box: { ...box, x: panel.width - box.x - box.width } }));
    const texts = [caption, speech(300, 90, 300), speech(200, 50, 700)];
    const flipped = texts.map((text) => ({
      ...text,
      mouth: text.mouth && { ...text.mouth, x: panel.width - text.mouth.x },
    }));
    const bare = ({ text, box }: PlacedText) => ({ text, box });
    expect(place(flipped, 'rtl').placed.map(bare)).toEqual(mirrored(place(texts).placed));
  });
});

describe('captions', () => {
  it('open a panel at the top on the side where reading starts', () => {
    const [left] = place([caption, speech(300, 90, 700)]).placed;
    const [right] = place([caption, speech(300, 90, 700)], 'rtl').placed;
    expect([left?.box.x, left?.box.y]).toEqual([20, 20]);
    expect([(right?.box.x ?? 0) + (right?.box.width ?? 0), right?.box.y]).toEqual([panel.width - 20, 20]);
  });

  it('close a panel at the bottom', () => {
    const last = place([speech(300, 90, 700), caption]).placed[1];
    expect((last?.box.y ?? 0) + (last?.box.height ?? 0)).toBe(panel.height - 20);
  });
});

describe('balloons', () => {
  it('of two speakers stand over their speakers, high in the panel, each pointing 55 % of the way to the mouth', () => {
    const { placed } = place([speech(260, 80, 300), speech(200, 40, 720)]);
    const [first, second] = placed;
    expect(placed.every(({ box }) => box.y + box.height < panel.height / 3)).toBe(true);
    expect(first && first.box.x + first.box.width / 2).toBeLessThan(panel.width / 2);
    expect(second && second.box.x + second.box.width / 2).toBeGreaterThan(panel.width / 2);
    for (const [index, mouthX] of [300, 720].entries()) {
      const tail = placed[index]?.tail;
      const whole = Math.hypot(mouthX - (tail?.from.x ?? 0), 460 - (tail?.from.y ?? 0));
      const reached = Math.hypot((tail?.to.x ?? 0) - (tail?.from.x ?? 0), (tail?.to.y ?? 0) - (tail?.from.y ?? 0));
      expect(reached / whole).toBeCloseTo(0.55, 2);
    }
  });

  it('keep away from the focus of the picture', () => {
    const texts = [speech(260, 80, 512)];
    const { placed } = placeBalloons({ panel, fontSize, readingDirection: 'ltr', texts, focus: { x: 0.5, y: 0.12 } });
    const zone = { x: 512 - 140, y: 123 - 140, width: 280, height: 280 };
    expect(placed[0] && overlap(placed[0].box, zone)).toBe(0);
  });

  it('of a right-to-left answer keep off both mouths where there is room', () => {
    // The first speaker stands on the left, so his balloon is higher and the answer is below it, where the heads are.
    for (const width of [260, 340, 420]) {
      const { placed, unplaced } = place([speech(width, 80, 340), speech(width, 120, 660)], 'rtl');
      expect(unplaced).toEqual([]);
      for (const { box } of placed)
        for (const x of [340, 660]) expect(touches(box, { x, y: 460, width: 0, height: 0 }, 0)).toBe(false);
    }
  });

  it('and sounds keep off the faces of those who do not speak, too', () => {
    const cast = { panel, characters: ['hare', 'fox', 'owl'], texts: [{ kind: 'speech' as const, speaker: 'hare' }] };
    const [mouth] = guessMouths(cast);
    const faces = guessFaces(cast);
    expect(faces.length).toBe(3);
    const tall = { kind: 'speech' as const, mouth: mouth ?? null, shapes: [{ width: 120, height: 330 }] };
    const wide = { kind: 'speech' as const, mouth: mouth ?? null, shapes: [{ width: 560, height: 130 }] };
    const sound = { kind: 'sfx' as const, mouth: null, shapes: [{ width: 420, height: 120 }] };
    for (const readingDirection of ['ltr', 'rtl'] as const)
      for (const texts of [[tall], [wide], [wide, sound], [sound]]) {
        const { placed, unplaced } = placeBalloons({ panel, fontSize, readingDirection, texts, faces });
        expect(unplaced).toEqual([]);
        for (const { box } of placed)
          for (const { area } of faces)
            expect(overlap(box, area) / (area.width * area.height), `${readingDirection} ${texts.length}`).toBeLessThan(
              0.35,
            );
      }
  });

  it('that are as high as the room above the heads stand below them rather than on a face', () => {
    const narrow = { width: 740, height: 960 };
    const texts = [{ kind: 'thought' as const, speaker: 'hare' }];
    const cast = { panel: narrow, characters: ['hare', 'fox', 'owl'], texts };
    const faces = guessFaces(cast);
    const voice = {
      kind: 'thought' as const,
      mouth: guessMouths(cast)[0] ?? null,
      shapes: [{ width: 150, height: 240 }],
    };
    for (const readingDirection of ['ltr', 'rtl'] as const) {
      const { placed } = placeBalloons({ panel: narrow, fontSize, readingDirection, texts: [voice], faces });
      for (const { area } of faces)
        expect(overlap(placed[0]?.box ?? area, area) / (area.width * area.height)).toBeLessThan(0.1);
    }
  });

  it('stand near their speaker in a panel as large as a page, and their tails end near the mouth', () => {
    const page = { width: 2000, height: 3000 };
    const [voice] = [{ ...speech(260, 80, 500), mouth: { x: 500, y: 1320 } }];
    const { placed } = placeBalloons({ panel: page, fontSize, readingDirection: 'ltr', texts: [voice] });
    const { box, tail } = placed[0] as PlacedText;
    expect(1320 - box.y - box.height).toBeLessThan(10 * fontSize);
    expect(tail && Math.hypot(tail.to.x - 500, tail.to.y - 1320)).toBeLessThan(4.6 * fontSize);
  });

  it('have their tail at one end where the balloon below leaves only that way free', () => {
    const mouth = { x: 330, y: 310 };
    const balloons = [
      { kind: 'speech' as const, box: { x: 340, y: 20, width: 360, height: 110 }, mouth },
      { kind: 'speech' as const, box: { x: 376, y: 150, width: 270, height: 105 }, mouth: { x: 560, y: 310 } },
    ];
    const [tail] = placeTails(balloons, { panel, fontSize, mouths: [mouth, { x: 560, y: 310 }] });
    expect(tail?.to.x).toBeLessThan(376);
  });

  it('whose words are whole are taken before those with torn ones, where the panel has room for both', () => {
    const shapes = [
      { width: 90, height: 300 },
      { width: 160, height: 160, flaw: 1 },
    ];
    const { placed } = place([{ kind: 'speech', mouth: { x: 300, y: 460 }, shapes: shapes.toReversed() }], 'rtl');
    expect(placed[0]?.textBox.width).toBe(90);
  });

  it('that fit only when packed are packed, and what cannot fit at all is answered, not squeezed', () => {
    const twelve = Array.from({ length: 12 }, (_, index) => speech(260, 80, 200 + (index % 3) * 300));
    expect(place(twelve).unplaced).toEqual([]);
    const huge = place([speech(300, 80, 300), speech(1200, 400, 300), speech(200, 80, 300)]);
    expect(huge.unplaced).toEqual([1]);
    expect(huge.placed.map(({ text }) => text)).toEqual([0, 2]);
  });
});

describe('sounds', () => {
  const sound: MeasuredText = {
    kind: 'sfx',
    mouth: null,
    shapes: [5, 3.6, 2.6, 1.8, 1.2].map((scale) => ({ width: 90 * scale, height: 32 * scale })),
  };

  it('are read one after another, and none is far smaller than the next without need', () => {
    for (const direction of ['ltr', 'rtl'] as const) {
      const { placed } = place([sound, sound, sound], direction);
      expect(placed.length).toBe(3);
      for (const [index, { box }] of placed.entries()) {
        for (const { box: later } of placed.slice(index + 1)) {
          const further = direction === 'rtl' ? later.x + later.width <= box.x : later.x >= box.x + box.width;
          expect(later.y >= box.y + box.height || (further && later.y >= box.y)).toBe(true);
        }
      }
      const sizes = placed.map(({ shape }) => shape);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });
});

describe('mouths', () => {
  const guess = (characters: string[], speakers: (string | undefined)[], focus?: { x: number; y: number }) =>
    guessMouths({
      panel,
      characters,
      texts: speakers.map((speaker) => ({ kind: 'speech' as const, ...(speaker === undefined ? {} : { speaker }) })),
      ...(focus === undefined ? {} : { focus }),
    });

  it('are guessed from left to right in the order the panel lists its characters', () => {
    const [owl, hare] = guess(['hare', 'fox', 'owl'], ['owl', 'hare']);
    expect(hare?.x).toBeLessThan(panel.width / 2);
    expect(owl?.x).toBeGreaterThan(panel.width / 2);
  });

  it('are where the panel places its characters; the others keep their order', () => {
    const placed = { panel, characters: ['hare', 'fox', 'owl'], standing: new Map([['hare', 0.9]]) };
    const texts = ['hare', 'fox', 'owl'].map((speaker) => ({ kind: 'speech' as const, speaker }));
    const [hare, fox, owl] = guessMouths({ ...placed, texts });
    expect(hare?.x).toBeCloseTo(0.9 * panel.width);
    expect(fox?.x).toBeLessThan(owl?.x ?? 0);
    expect(castInOrder(placed.characters, texts, placed.standing)).toEqual(['fox', 'owl', 'hare']);
    const alone = { panel, characters: ['hare'], standing: new Map([['hare', 0.2]]), focus: { x: 0.8, y: 0.5 } };
    expect(guessMouths({ ...alone, texts: texts.slice(0, 1) })[0]?.x).toBeCloseTo(0.2 * panel.width);
  });

  it('of a character alone are at the focus; nobody’s voice has none', () => {
    expect(guess(['hare'], [undefined], { x: 0.25, y: 0.5 })).toEqual([{ x: 256, y: 512 }]);
    expect(guess(['hare', 'fox'], [undefined, 'ghost'])).toEqual([null, null]);
  });
});

describe('letters', () => {
  it('are 7 points or more on a printed page and 22 px or more on a phone', () => {
    const printed = letteringSizes({ width: 2126, layout: 'grid', dpi: null }, 'ltr');
    expect(printed).toEqual([...printed].sort((a, b) => b - a));
    expect(((printed.at(-1) ?? 0) / 2126) * 6.625 * 72).toBeGreaterThanOrEqual(7);
    const strip = letteringSizes({ width: 1052, layout: 'grid', dpi: null }, 'vertical');
    expect(((strip.at(-1) ?? 0) / 1052) * 800).toBeGreaterThanOrEqual(22);
  });
});

describe('a balloon placed by hand', () => {
  const anyPlace = fc.record({ x: fc.integer({ min: 0, max: 1024 }), y: fc.integer({ min: 0, max: 1024 }) });
  const middle = ({ box }: PlacedText) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

  it('stands where it was put, inside the panel, and the others make room', () => {
    fc.assert(
      fc.property(anyInput, anyPlace, (input, placedAt) => {
        const [first, ...rest] = input.texts;
        const own = { ...(first as MeasuredText), placedAt };
        const { placed } = placeBalloons({ ...input, texts: [own, ...rest] });
        const it = placed.find(({ text }) => text === 0);
        if (it === undefined) return;
        for (const axis of ['x', 'y'] as const) {
          const length = axis === 'x' ? it.box.width : it.box.height;
          const nearest = Math.min(Math.max(placedAt[axis], length / 2), 1024 - length / 2);
          expect(Math.abs(middle(it)[axis] - nearest)).toBeLessThanOrEqual(1);
        }
        const others = placed.filter((other) => other !== it);
        expect(others.map((other) => overlap(it.box, other.box))).toEqual(others.map(() => 0));
      }),
    );
  });

  it('does not move when the words of others change, and they are read around it where there is room', () => {
    const own = { ...speech(200, 80, 300), placedAt: { x: 700, y: 150 } };
    for (const width of [120, 260, 400]) {
      const { placed, unplaced } = place([speech(width, 80, 300), own, speech(width, 80, 700)]);
      expect(unplaced).toEqual([]);
      const [before, it, after] = placed as [PlacedText, PlacedText, PlacedText];
      expect(middle(it)).toEqual({ x: 700, y: 150 });
      expect(before.box.y).toBeLessThanOrEqual(it.box.y);
      expect(after.box.y).toBeGreaterThanOrEqual(it.box.y);
    }
  });

  it('that stands in the way of the order leaves room for the others beside it', () => {
    const own = { ...speech(300, 80, 300), placedAt: { x: 512, y: 950 } };
    expect(place([own, speech(200, 80, 700), speech(200, 80, 300)]).unplaced).toEqual([]);
  });
});

describe('balloons of one speaker', () => {
  const says = (speaker: string, width: number, mouthX: number): MeasuredText => ({
    ...speech(width, 70, mouthX),
    speaker,
  });

  it('one after another are joined, read in order, and have one tail', () => {
    for (const direction of ['ltr', 'rtl'] as const) {
      const { placed } = place([says('hare', 260, 300), says('hare', 220, 300), says('fox', 200, 720)], direction);
      const [first, second, answer] = placed as [PlacedText, PlacedText, PlacedText];
      expect(second.joins).toBe(true);
      expect(overlap(first.box, second.box)).toBeGreaterThan(0);
      expect(second.box.y).toBeGreaterThan(first.box.y);
      expect([first.tail, answer.joins]).toEqual([null, undefined]);
      expect(second.tail).not.toBeNull();
      expect(overlap(answer.box, first.box) + overlap(answer.box, second.box)).toBe(0);
    }
  });

  it('are apart where another speaks between, where one shouts, and where one was placed by hand', () => {
    const apart: MeasuredText[][] = [
      [says('hare', 200, 300), says('fox', 200, 720), says('hare', 200, 300)],
      [says('hare', 200, 300), { ...says('hare', 200, 300), style: 'shout' }],
      [says('hare', 200, 300), { ...says('hare', 200, 300), placedAt: { x: 700, y: 300 } }],
    ];
    for (const texts of apart)
      expect(place(texts).placed.map(({ joins }) => joins)).toEqual(texts.map(() => undefined));
  });
});

describe('speakers on the far side', () => {
  it('have their balloons one above the other, so that no tails meet', () => {
    for (const direction of ['ltr', 'rtl'] as const) {
      const far = direction === 'ltr' ? [720, 300] : [300, 720];
      const { placed } = place([speech(260, 80, far[0] ?? 0), speech(260, 80, far[1] ?? 0)], direction);
      const [first, second] = placed as [PlacedText, PlacedText];
      expect(first.box.y + first.box.height).toBeLessThanOrEqual(second.box.y);
      expect([first.tail, second.tail]).not.toContain(null);
    }
  });
});

describe('a small panel with three speakers', () => {
  const shapesOf = (sizes: string) =>
    sizes.split(' ').map((size) => {
      const [width = 0, height = 0] = size.split('x').map(Number);
      return { width, height };
    });

  it.each([
    [622, 567, 'a c b', ['342x93 228x139', '330x46 165x93', '236x46 118x93']],
    [723, 475, 'c b a c', ['260x46 130x93', '307x46 153x93', '260x46 130x93', '260x46 130x93']],
    [727, 724, 'b c a a', ['165x46', '295x93 197x139 590x46', '201x93 401x46', '189x46 94x93']],
    [604, 725, 'b c a a', ['212x93 425x46', '283x46 142x93', '224x93 449x46', '260x46 130x93']],
  ])(
    'of %i × %i pixels leads a tail to each of them, where %s speak one after another',
    (width, height, order, sizes) => {
      const room = { width, height };
      const voices = order.split(' ').map((speaker) => ({ kind: 'speech' as const, speaker }));
      const cast = { panel: room, characters: ['a', 'b', 'c'], standing: new Map<string, number>(), texts: voices };
      const mouths = guessMouths(cast);
      const { placed, unplaced } = placeBalloons({
        panel: room,
        fontSize: 37,
        readingDirection: 'ltr',
        faces: guessFaces(cast, new Map()),
        texts: voices.map((voice, index) => ({
          ...voice,
          mouth: mouths[index] ?? null,
          shapes: shapesOf(sizes[index] ?? ''),
        })),
      });
      expect(unplaced).toEqual([]);
      expect(placed.filter(({ tail }, index) => tail === null && !placed[index + 1]?.joins)).toEqual([]);
    },
  );
});
