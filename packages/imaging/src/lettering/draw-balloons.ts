import { balloonExponent, centreOf, type Point, type Rectangle, type SetText, type Tail } from '@nextpanel/core';

const outline = '#141414';

/** In font sizes: with the smallest letters it is three quarters of a point, the thinnest line that Amazon KDP prints. */
const outlineWidth = 0.107;

const captionPaper = '#fff8dc';
const balloonPaper = '#ffffff';

/** What of a text its balloon follows from. */
type Shaped = Pick<SetText, 'kind' | 'style' | 'box' | 'tail' | 'joins'>;

/**
 * Everything behind the letters of one panel, as elements of an SVG: caption boxes, balloons, clouds and tails. A tail is painted over its
 * balloon's outline, then the balloon's paper again over the tail's root, so that the two form one shape.
 */
export function drawBalloons(placed: readonly Shaped[], fontSize: number): string {
  const stroke = fontSize * outlineWidth;
  return joinedGroups(placed)
    .map((group) => drawGroup(group, fontSize, stroke))
    .join('');
}

/** Texts whose balloons run into one another, together. */
function joinedGroups(placed: readonly Shaped[]): Shaped[][] {
  const groups: Shaped[][] = [];
  for (const text of placed) {
    const group = groups.at(-1);
    if (text.joins && group) group.push(text);
    else groups.push([text]);
  }
  return groups;
}

/** Joined balloons are one shape: all outlines first, then the paper of all. */
function drawGroup(group: readonly Shaped[], fontSize: number, stroke: number): string {
  const shapes = group.map((text) => drawOne(text, fontSize, stroke)).join('');
  if (group.length === 1) return shapes;
  const papers = group.map(({ box }) => `<path d="${superellipse(grown(box, -stroke / 2))}" fill="${balloonPaper}"/>`);
  return shapes + papers.join('');
}

function drawOne({ kind, style, box, tail }: Shaped, fontSize: number, stroke: number): string {
  const dashes = style === 'whisper' ? ` stroke-dasharray="${round(fontSize * 0.34)} ${round(fontSize * 0.26)}"` : '';
  const line = `stroke="${outline}" stroke-width="${round(stroke)}"${dashes}`;
  if (kind === 'sfx') return '';
  if (kind === 'caption') {
    const at = `x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"`;
    return `<rect ${at} rx="${round(fontSize * 0.1)}" fill="${captionPaper}" ${line}/>`;
  }
  if (kind === 'thought') {
    const bubbles =
      tail === null
        ? ''
        : bubbleTrail(tail)
            .map((bubble) => `<circle ${bubble} fill="${balloonPaper}" ${line}/>`)
            .join('');
    return `<path d="${cloud(box, fontSize)}" fill="${balloonPaper}" ${line}/>${bubbles}`;
  }
  const body =
    style === 'shout' ? burst(box, fontSize) : style === 'radio' ? bevelled(box, fontSize) : superellipse(box);
  if (tail === null) return `<path d="${body}" fill="${balloonPaper}" ${line}/>`;
  const within = grown(box, -stroke / 2);
  const inner =
    style === 'shout' ? burst(within, fontSize) : style === 'radio' ? bevelled(within, fontSize) : superellipse(within);
  return [
    `<path d="${body}" fill="${balloonPaper}" ${line}/>`,
    `<path d="${style === 'radio' ? lightning(tail, fontSize) : pointer(tail, fontSize, style === 'shout' ? 1.3 : 0.5)}" fill="${balloonPaper}" ${line}/>`,
    `<path d="${inner}" fill="${balloonPaper}"/>`,
  ].join('');
}

/** The balloon's edge as four Bézier curves whose midpoints lie on the superellipse. */
function superellipse(box: Rectangle): string {
  const { x, y } = centreOf(box);
  const a = box.width / 2;
  const b = box.height / 2;
  const bulge = (8 * 2 ** (-1 / balloonExponent) - 4) / 3;
  const quarter = (sx: number, sy: number, ex: number, ey: number) => {
    const c1 = { x: sx === 0 ? ex * bulge : sx, y: sy === 0 ? ey * bulge : sy };
    const c2 = { x: ex === 0 ? sx * bulge : ex, y: ey === 0 ? sy * bulge : ey };
    return `C${at(c1.x, c1.y)} ${at(c2.x, c2.y)} ${at(ex, ey)}`;
  };
  const at = (u: number, v: number) => `${round(x + u * a)},${round(y + v * b)}`;
  return `M${at(1, 0)}${quarter(1, 0, 0, 1)}${quarter(0, 1, -1, 0)}${quarter(-1, 0, 0, -1)}${quarter(0, -1, 1, 0)}Z`;
}

/** Equal bumps along the edge. They extend to the box, so the edge under them is a little smaller. */
function cloud(box: Rectangle, fontSize: number): string {
  const edge = superellipsePoints(grown(box, -fontSize * 0.45));
  const lengths = edge.map((point, index) => distance(point, edge[(index + 1) % edge.length] ?? point));
  const around = lengths.reduce((sum, length) => sum + length, 0);
  const bumps = Math.max(7, Math.round(around / (fontSize * 1.6)));
  const points: Point[] = [];
  let walked = 0;
  for (const [index, point] of edge.entries()) {
    if (walked >= (around * points.length) / bumps && points.length < bumps) points.push(point);
    walked += lengths[index] ?? 0;
  }
  const arcs = points.map((point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    const radius = distance(point, next) * 0.58;
    return `A${round(radius)} ${round(radius)} 0 0 1 ${round(next.x)},${round(next.y)}`;
  });
  const first = points[0] ?? centreOf(box);
  return `M${round(first.x)},${round(first.y)}${arcs.join('')}Z`;
}

/** Spikes all around. Their tips reach the box, the notches between them stay clear of the words. */
function burst(box: Rectangle, fontSize: number): string {
  const outer = superellipsePoints(box);
  const inner = superellipsePoints(grown(box, -fontSize * 0.7));
  const around = outer.reduce(
    (sum, point, index) => sum + distance(point, outer[(index + 1) % outer.length] ?? point),
    0,
  );
  const spikes = Math.max(9, Math.round(around / (fontSize * 1.9)));
  const points = Array.from({ length: spikes * 2 }, (_, index) => {
    const edge = index % 2 === 0 ? outer : inner;
    return edge[Math.floor((index * edge.length) / (spikes * 2))] ?? centreOf(box);
  });
  return `M${points.map(({ x, y }) => `${round(x)},${round(y)}`).join('L')}Z`;
}

/** A box with its corners cut off, as voices from loudspeakers have. */
function bevelled({ x, y, width, height }: Rectangle, fontSize: number): string {
  const cut = Math.min(fontSize * 0.8, width / 3, height / 3);
  const corners = [
    [x + cut, y],
    [x + width - cut, y],
    [x + width, y + cut],
    [x + width, y + height - cut],
    [x + width - cut, y + height],
    [x + cut, y + height],
    [x, y + height - cut],
    [x, y + cut],
  ];
  return `M${corners.map(([u = 0, v = 0]) => `${round(u)},${round(v)}`).join('L')}Z`;
}

/** A tail like a flash, for voices that come through a wire. */
function lightning(tail: Tail, fontSize: number): string {
  const length = Math.max(1, distance(tail.from, tail.to));
  const along = { x: (tail.to.x - tail.from.x) / length, y: (tail.to.y - tail.from.y) / length };
  const across = { x: -along.y, y: along.x };
  const half = tail.width / 2;
  const point = (part: number, side: number) => {
    const far = part * length - (part === 0 ? fontSize * 0.5 : 0);
    const x = tail.from.x + along.x * far + across.x * half * side;
    const y = tail.from.y + along.y * far + across.y * half * side;
    return `${round(x)},${round(y)}`;
  };
  const edge = [
    point(0, 1),
    point(0.5, 0.1),
    point(0.42, 1.1),
    point(1, 0),
    point(0.5, -0.9),
    point(0.58, -0.1),
    point(0, -1),
  ];
  return `M${edge.join('L')}Z`;
}

/** The edge as a polygon of many short sides, clockwise on the page. */
function superellipsePoints(box: Rectangle): Point[] {
  const { x, y } = centreOf(box);
  const along = (value: number) => Math.sign(value) * Math.abs(value) ** (2 / balloonExponent);
  return Array.from({ length: 360 }, (_, degree) => {
    const angle = (degree * Math.PI) / 180;
    return { x: x + (box.width / 2) * along(Math.cos(angle)), y: y + (box.height / 2) * along(Math.sin(angle)) };
  });
}

function bubbleTrail(tail: Tail): string[] {
  return [0.15, 0.55, 0.95].map((part, index) => {
    const x = tail.from.x + (tail.to.x - tail.from.x) * part;
    const y = tail.from.y + (tail.to.y - tail.from.y) * part;
    return `cx="${round(x)}" cy="${round(y)}" r="${round((tail.width * (3 - index)) / 6)}"`;
  });
}

/**
 * A slightly curved horn from inside the balloon to the tip.
 *
 * @param depth how far inside it begins, in font sizes: below the notches of a burst
 */
function pointer(tail: Tail, fontSize: number, depth: number): string {
  const length = Math.max(1, distance(tail.from, tail.to));
  const along = { x: (tail.to.x - tail.from.x) / length, y: (tail.to.y - tail.from.y) / length };
  const across = { x: -along.y, y: along.x };
  const root = { x: tail.from.x - along.x * fontSize * depth, y: tail.from.y - along.y * fontSize * depth };
  const bend = length * 0.1;
  const middle = {
    x: tail.from.x + along.x * length * 0.5 + across.x * bend,
    y: tail.from.y + along.y * length * 0.5 + across.y * bend,
  };
  const half = tail.width / 2;
  const side = (sign: number) => `${round(root.x + across.x * half * sign)},${round(root.y + across.y * half * sign)}`;
  const control = (sign: number) =>
    `${round(middle.x + across.x * half * 0.4 * sign)},${round(middle.y + across.y * half * 0.4 * sign)}`;
  const tip = `${round(tail.to.x)},${round(tail.to.y)}`;
  return `M${side(1)}Q${control(1)} ${tip}Q${control(-1)} ${side(-1)}Z`;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function grown(box: Rectangle, by: number): Rectangle {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** Two decimals are enough for pixels and give the same text on every machine. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
