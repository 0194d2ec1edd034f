import type { PixelSize } from '@nextpanel/core';
import type { StoryboardPalette } from './storyboard-palette.ts';
import type { StoryboardRandom } from './storyboard-random.ts';

const places = ['hills', 'forest', 'sea', 'city', 'room', 'mountains', 'desert'] as const;
type Place = (typeof places)[number];

/** English words that suggest a scene. Other prompts get a random one, the same every time. */
const placeWords: readonly (readonly [Place, RegExp])[] = [
  [
    'room',
    /\b(room|kitchen|inside|indoors?|house|home|bed|table|cellar|attic|hall|shop|school|library|office|corridor|window)\b/i,
  ],
  ['sea', /\b(sea|ocean|beach|ships?|boats?|waves?|river|lake|island|harbou?r|sail\w*|shore|swim\w*|water)\b/i],
  ['forest', /\b(forests?|trees?|woods?|jungle|grove|oak|pines?)\b/i],
  ['city', /\b(city|streets?|towns?|towers?|castle|roofs?|market|village|bridge|station|gate|square)\b/i],
  ['mountains', /\b(mountains?|snow\w*|cliffs?|peaks?|ice|winter|glacier|summit)\b/i],
  ['desert', /\b(desert|sand|dunes?|pyramids?|camel)\b/i],
  ['hills', /\b(hills?|meadow|fields?|grass|farm|garden|road|path|valley)\b/i],
];

const nightWords = /\b(night|midnight|moon\w*|dark\w*|stars?)\b/i;
const rainWords = /\b(rain\w*|storm\w*|thunder)\b/i;

/** Height of the figures' feet, as a share of the scene's height. */
export const groundLine = 0.93;

/** SVG of the background: sky, hills, ground, or a room. Varies with the prompt and the seed. */
export function drawScene(
  size: PixelSize,
  prompt: string,
  palette: StoryboardPalette,
  random: StoryboardRandom,
): string {
  const place = placeWords.find(([, words]) => words.test(prompt))?.[0] ?? random.pick(places);
  const night = nightWords.test(prompt);
  const horizon = size.height * random.between(0.5, 0.68);
  const scene: Scene = { size, palette, random, night, horizon };
  if (place === 'room') return drawRoom(scene);
  const rain = rainWords.test(prompt) ? drawRain(scene) : '';
  return drawSky(scene) + drawDistance[place](scene) + rain;
}

interface Scene {
  readonly size: PixelSize;
  readonly palette: StoryboardPalette;
  readonly random: StoryboardRandom;
  readonly night: boolean;
  readonly horizon: number;
}

const drawDistance: Readonly<Record<Exclude<Place, 'room'>, (scene: Scene) => string>> = {
  hills: (scene) => ridge(scene, 0.14, 12, 62) + ridge(scene, 0.07, 30, 54, 0.1) + ground(scene, 48, 42) + tufts(scene),
  forest: (scene) =>
    ridge(scene, 0.1, 14, 56) + trees(scene, 9, 0.75, 50) + ground(scene, 60, 40) + trees(scene, 4, 1.2, 38),
  sea: (scene) => sea(scene),
  city: (scene) => skyline(scene, 0.34, 60) + skyline(scene, 0.2, 48) + ground(scene, 20, 56, 12),
  mountains: (scene) => peaks(scene) + ridge(scene, 0.06, 20, 76) + ground(scene, 8, 74, 20),
  desert: (scene) => ridge(scene, 0.1, 30, 74) + ridge(scene, 0.06, 40, 68, 0.12) + ground(scene, 46, 60),
};

function drawSky({ size, palette, random, night, horizon }: Scene): string {
  const { width, height } = size;
  const [above, below] = night
    ? [palette.tone(0, 46, 20), palette.tone(24, 42, 42)]
    : [palette.tone(0, 58, 72), palette.tone(22, 64, 90)];
  const x = r(width * random.between(0.12, 0.88));
  const y = r(height * random.between(0.12, 0.3));
  const radius = r(Math.min(width, height) * random.between(0.06, 0.1));
  const light = `<circle cx="${x}" cy="${y}" r="${radius}" fill="${night ? palette.tone(40, 40, 90) : palette.tone(34, 92, 94)}"/>`;
  const moon = night
    ? `<circle cx="${r(x + radius * 0.4)}" cy="${r(y - radius * 0.2)}" r="${r(radius * 0.86)}" fill="${above}"/>`
    : '';
  const specks = night ? stars(size, random, palette.tone(20, 50, 88)) : clouds(size, random, palette.tone(10, 40, 96));
  return `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${above}"/><stop offset="1" stop-color="${below}"/></linearGradient><rect width="${width}" height="${r(horizon + height * 0.1)}" fill="url(#sky)"/>${light}${moon}${specks}`;
}

function stars({ width, height }: PixelSize, random: StoryboardRandom, fill: string): string {
  return repeat(26, () => {
    const at = `cx="${r(random.between(0, width))}" cy="${r(random.between(0, height * 0.5))}"`;
    return `<circle ${at} r="${r(Math.min(width, height) * random.between(0.0015, 0.004))}" fill="${fill}"/>`;
  });
}

function clouds({ width, height }: PixelSize, random: StoryboardRandom, fill: string): string {
  return repeat(3, () => {
    const x = random.between(0, width);
    const y = random.between(height * 0.08, height * 0.36);
    const size = Math.min(width, height) * random.between(0.05, 0.09);
    const puff = (dx: number, dy: number, grow: number) =>
      `<ellipse cx="${r(x + dx * size)}" cy="${r(y + dy * size)}" rx="${r(size * grow)}" ry="${r(size * grow * 0.62)}"/>`;
    return `<g fill="${fill}">${puff(0, 0, 1)}${puff(1.1, 0.18, 0.8)}${puff(-1, 0.22, 0.7)}</g>`;
  });
}

/** A soft line of hills across the picture, `rise` of its height tall. */
function ridge(
  { size, palette, random, night, horizon }: Scene,
  rise: number,
  turn: number,
  light: number,
  drop = 0,
): string {
  const base = horizon + size.height * drop * 0.6;
  const knots = Array.from({ length: 6 }, (_, index) => ({
    x: (size.width * index) / 5,
    y: base - size.height * rise * random.between(0, 1),
  }));
  const curve = knots.slice(1).map((knot, index) => {
    const from = knots[index] ?? knot;
    const middle = r((from.x + knot.x) / 2);
    return `C${middle} ${r(from.y)} ${middle} ${r(knot.y)} ${r(knot.x)} ${r(knot.y)}`;
  });
  return `<path d="M0 ${r(knots[0]?.y ?? base)}${curve.join('')}V${size.height}H0Z" fill="${palette.tone(turn, 34, shade(light, night))}"/>`;
}

function ground({ size, palette, night, horizon }: Scene, turn: number, light: number, saturation = 34): string {
  const top = r(horizon + size.height * 0.07);
  const bend = r(size.height * 0.03);
  return `<path d="M0 ${top}Q${r(size.width / 2)} ${r(top - bend)} ${size.width} ${top}V${size.height}H0Z" fill="${palette.tone(turn, saturation, shade(light + 16, night))}"/>`;
}

function tufts({ size, palette, random, night, horizon }: Scene): string {
  const unit = Math.min(size.width, size.height) * 0.014;
  const blades = repeat(14, () => {
    const x = random.between(0, size.width);
    const y = random.between(horizon + size.height * 0.12, size.height);
    return `M${r(x - unit)} ${r(y - unit)}L${r(x)} ${r(y)}L${r(x + unit * 0.2)} ${r(y - unit * 1.5)}M${r(x)} ${r(y)}L${r(x + unit)} ${r(y - unit)}`;
  });
  return `<path d="${blades}" fill="none" stroke="${palette.tone(48, 30, shade(40, night))}" stroke-width="${r(unit * 0.28)}" stroke-linecap="round"/>`;
}

function trees({ size, palette, random, night, horizon }: Scene, count: number, scale: number, light: number): string {
  return repeat(count, () => {
    const x = random.between(-0.03, 1.03) * size.width;
    const tall = size.height * scale * random.between(0.26, 0.4);
    const foot = horizon + size.height * 0.09 * scale;
    const wide = tall * random.between(0.2, 0.3);
    const crown = random.pick([
      `<path d="M${r(x - wide)} ${r(foot - tall * 0.18)}L${r(x)} ${r(foot - tall)}L${r(x + wide)} ${r(foot - tall * 0.18)}Z"/>`,
      `<ellipse cx="${r(x)}" cy="${r(foot - tall * 0.62)}" rx="${r(wide)}" ry="${r(tall * 0.38)}"/>`,
    ]);
    const trunk = `<rect x="${r(x - wide * 0.12)}" y="${r(foot - tall * 0.3)}" width="${r(wide * 0.24)}" height="${r(tall * 0.32)}" fill="${palette.tone(200, 18, shade(34, night))}"/>`;
    return `${trunk}<g fill="${palette.tone(34 + random.between(-8, 8), 32, shade(light, night))}">${crown}</g>`;
  });
}

function sea({ size, palette, random, night, horizon }: Scene): string {
  const water = `<rect y="${r(horizon)}" width="${size.width}" height="${r(size.height - horizon)}" fill="${palette.tone(-14, 40, shade(58, night))}"/>`;
  const waves = repeat(16, () => {
    const y = random.between(horizon + size.height * 0.02, size.height * 0.8);
    const length = size.width * random.between(0.04, 0.12);
    return `M${r(random.between(0, size.width))} ${r(y)}q${r(length / 4)} ${r(-size.height * 0.008)} ${r(length / 2)} 0t${r(length / 2)} 0`;
  });
  const crests = `<path d="${waves}" fill="none" stroke="${palette.tone(0, 40, shade(84, night))}" stroke-width="${r(size.height * 0.005)}" stroke-linecap="round"/>`;
  const shore = `<path d="M0 ${r(size.height * 0.84)}Q${r(size.width / 2)} ${r(size.height * 0.78)} ${size.width} ${r(size.height * 0.86)}V${size.height}H0Z" fill="${palette.tone(44, 40, shade(78, night))}"/>`;
  return water + crests + shore;
}

function skyline({ size, palette, random, night, horizon }: Scene, rise: number, light: number): string {
  const foot = horizon + size.height * 0.1;
  let x = -size.width * random.between(0, 0.05);
  let houses = '';
  let windows = '';
  while (x < size.width) {
    const wide = size.width * random.between(0.07, 0.14);
    const tall = size.height * rise * random.between(0.5, 1.1);
    const roof = random.pick([0, 0.3, 0.5]) * wide;
    houses += `M${r(x)} ${r(foot)}V${r(foot - tall)}L${r(x + wide / 2)} ${r(foot - tall - roof)}L${r(x + wide)} ${r(foot - tall)}V${r(foot)}Z`;
    for (let y = foot - tall * 0.86; y < foot - tall * 0.2; y += wide * 0.42) {
      windows += `M${r(x + wide * 0.22)} ${r(y)}h${r(wide * 0.16)}v${r(wide * 0.2)}h${r(-wide * 0.16)}zm${r(wide * 0.38)} 0h${r(wide * 0.16)}v${r(wide * 0.2)}h${r(-wide * 0.16)}z`;
    }
    x += wide * random.between(1, 1.12);
  }
  const lit = night ? palette.tone(180, 70, 72) : palette.tone(10, 30, light + 22);
  return `<path d="${houses}" fill="${palette.tone(16, 26, shade(light, night))}"/><path d="${windows}" fill="${lit}"/>`;
}

function peaks({ size, palette, random, night, horizon }: Scene): string {
  return repeat(5, () => {
    const x = random.between(0, size.width);
    const tall = size.height * random.between(0.2, 0.4);
    const wide = tall * random.between(0.9, 1.3);
    const side = (part: number) =>
      `${r(x + wide * part)} ${r(horizon + size.height * 0.08 - tall * (1 - Math.abs(part)))}`;
    const rock = `<path d="M${side(-1)}L${side(0)}L${side(1)}Z" fill="${palette.tone(12, 24, shade(60, night))}"/>`;
    return `${rock}<path d="M${side(-0.3)}L${side(0)}L${side(0.3)}L${side(0.12)}L${side(0)}L${side(-0.14)}Z" fill="${palette.tone(0, 30, shade(95, night))}"/>`;
  });
}

function drawRoom({ size, palette, random, night }: Scene): string {
  const { width, height } = size;
  const floor = height * 0.72;
  const wall = `<rect width="${width}" height="${r(floor)}" fill="${palette.tone(0, 40, night ? 44 : 82)}"/>`;
  const stripes = Array.from({ length: 9 }, (_, index) => `M${r((width * (index + 0.5)) / 9)} 0V${r(floor)}`).join('');
  const paper = `<path d="${stripes}" stroke="${palette.tone(0, 38, night ? 48 : 86)}" stroke-width="${r(width * 0.03)}"/>`;
  const boards = `<rect y="${r(floor)}" width="${width}" height="${r(height - floor)}" fill="${palette.tone(40, 34, night ? 34 : 62)}"/>`;
  const skirting = `<rect y="${r(floor - height * 0.02)}" width="${width}" height="${r(height * 0.025)}" fill="${palette.tone(20, 30, night ? 30 : 92)}"/>`;
  const w = width * random.between(0.2, 0.28);
  const x = random.pick([width * 0.08, width * 0.4, width * 0.66]);
  const y = height * 0.14;
  const h = height * 0.34;
  const frame = `fill="${palette.tone(22, 62, night ? 24 : 92)}" stroke="${palette.tone(30, 30, night ? 28 : 46)}" stroke-width="${r(width * 0.012)}"`;
  const window = `<rect x="${r(x)}" y="${r(y)}" width="${r(w)}" height="${r(h)}" ${frame}/><path d="M${r(x + w / 2)} ${r(y)}v${r(h)}M${r(x)} ${r(y + h / 2)}h${r(w)}" ${frame}/>`;
  return wall + paper + boards + skirting + window;
}

function drawRain({ size, palette, random }: Scene): string {
  const drops = repeat(60, () => {
    const length = size.height * random.between(0.03, 0.06);
    return `M${r(random.between(0, size.width))} ${r(random.between(0, size.height))}l${r(-length * 0.3)} ${r(length)}`;
  });
  return `<path d="${drops}" stroke="${palette.tone(0, 40, 88)}" stroke-width="${r(size.width * 0.002)}" stroke-linecap="round"/>`;
}

const shade = (light: number, night: boolean) => (night ? light * 0.5 : light);

const repeat = (count: number, draw: () => string) => Array.from({ length: count }, draw).join('');

/** One decimal is enough for a rough board. */
const r = (value: number) => Math.round(value * 10) / 10;
