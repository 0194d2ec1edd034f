import type { Point } from '@nextpanel/core';
import { type StoryboardRandom, seededBy } from './storyboard-random.ts';

export interface FigureInput {
  /** Id of the character: determines shape and colours throughout the story. */
  readonly id: string;
  /** Position of the feet, in pixels. */
  readonly feet: Point;
  /** Height from feet to crown, in pixels. */
  readonly height: number;
  /** Whether it faces right; otherwise left. */
  readonly facing: 1 | -1;
  /** Determines the pose in this frame. */
  readonly pose: StoryboardRandom;
}

const features = [
  'plain',
  'hare',
  'cat',
  'bear',
  'bird',
  'shell',
  'hat',
  'crown',
  'hair',
  'robot',
  'wizard',
  'beard',
] as const;
type Feature = (typeof features)[number];

/** Words in an id that suggest a shape. Other ids get one by their hash. */
const featureWords: readonly (readonly [Feature, RegExp])[] = [
  ['hare', /hare|rabbit|bunny|usagi/i],
  ['shell', /tortoise|turtle|snail|kame/i],
  ['cat', /cat|fox|wolf|dog|lynx|kitsune/i],
  ['bear', /bear|mouse|panda|tanuki/i],
  ['bird', /bird|crow|owl|raven|duck|swan|goose|hen|eagle/i],
  ['crown', /king|queen|prince|princess|emperor/i],
  ['robot', /robot|android|golem|bot$/i],
  ['wizard', /wizard|witch|mage|sorcer/i],
];

type Build = readonly [wide: number, tall: number];
const builds: readonly [Build, ...Build[]] = [
  [34, 70],
  [26, 88],
  [44, 62],
  [38, 80],
];

const ink = '#1d1a22';

/**
 * SVG of one figure, drawn in a box 200 units high with its feet at 0,0. Colour, build and features depend on the id
 * alone, so that a character looks the same in every frame of every story; only the pose changes.
 */
export function drawFigure({ id, feet, height, facing, pose }: FigureInput): string {
  const look = seededBy('character', id);
  const hue = Math.floor(look.between(0, 12)) * 30;
  const light = look.pick([46, 58]);
  const [wide, tall] = look.pick(builds);
  const feature = featureWords.find(([, words]) => words.test(id))?.[0] ?? look.pick(features);
  const coat = `hsl(${hue},62%,${light}%)`;
  const skin = `hsl(${(hue + 20) % 360},46%,86%)`;
  const trim = `hsl(${(hue + 150) % 360},60%,${light + 8}%)`;
  const hip = -58;
  const shoulder = hip - tall + 16;
  const head = { y: shoulder - 34, radius: 33 };
  const legs = drawLegs(pose, wide, hip);
  const arms = drawArms(pose, wide, shoulder);
  const body = `<path d="M${-wide * 0.62} ${shoulder}Q0 ${shoulder - 16} ${wide * 0.62} ${shoulder}L${wide} ${hip + 8}Q0 ${hip + 22} ${-wide} ${hip + 8}Z" fill="${coat}"/>`;
  const belt = `<path d="M${-wide * 0.9} ${hip - 8}Q0 ${hip + 4} ${wide * 0.9} ${hip - 8}" fill="none" stroke="${trim}" stroke-width="8"/>`;
  const scale = height / 200;
  return `<g transform="translate(${Math.round(feet.x)} ${Math.round(feet.y)}) scale(${round(scale * facing)} ${round(scale)})" stroke="${ink}" stroke-width="4.5" stroke-linejoin="round" stroke-linecap="round">${feature === 'shell' ? shell(hip, shoulder, trim) : ''}${legs}${body}${belt}${behindHead(feature, head.y, coat, trim)}${headShape(feature, head, skin)}${arms}${onHead(feature, head.y, coat, trim)}${face(head.y, feature, pose)}</g>`;
}

function drawLegs(pose: StoryboardRandom, wide: number, hip: number): string {
  const stance = pose.pick(['stand', 'stand', 'run', 'wide'] as const);
  const [left, right] = { stand: [-14, 14], run: [-34, 30], wide: [-28, 28] }[stance];
  const lift = stance === 'run' ? -14 : 0;
  return `<path d="M${-wide * 0.4} ${hip}L${left} ${lift}h12M${wide * 0.4} ${hip}L${right} 0h14" fill="none" stroke-width="9"/>`;
}

function drawArms(pose: StoryboardRandom, wide: number, shoulder: number): string {
  const y = shoulder + 8;
  const left = -wide * 0.6;
  const right = wide * 0.6;
  const gesture = pose.pick(['down', 'up', 'point', 'hips', 'wave'] as const);
  const arms = {
    down: `M${left} ${y}Q${left - 16} ${y + 24} ${left - 10} ${y + 48}M${right} ${y}Q${right + 16} ${y + 24} ${right + 10} ${y + 48}`,
    up: `M${left} ${y}Q${left - 24} ${y - 6} ${left - 30} ${y - 40}M${right} ${y}Q${right + 24} ${y - 6} ${right + 30} ${y - 40}`,
    point: `M${left} ${y}Q${left - 16} ${y + 24} ${left - 8} ${y + 46}M${right} ${y}L${right + 46} ${y - 4}`,
    hips: `M${left} ${y}L${left - 26} ${y + 22}L${left - 4} ${y + 42}M${right} ${y}L${right + 26} ${y + 22}L${right + 4} ${y + 42}`,
    wave: `M${left} ${y}Q${left - 16} ${y + 24} ${left - 8} ${y + 46}M${right} ${y}Q${right + 26} ${y + 4} ${right + 34} ${y - 34}`,
  }[gesture];
  return `<path d="${arms}" fill="none" stroke-width="8"/>`;
}

function headShape(feature: Feature, head: { y: number; radius: number }, skin: string): string {
  if (feature === 'robot') return `<rect x="-32" y="${head.y - 30}" width="64" height="60" rx="8" fill="${skin}"/>`;
  return `<ellipse cy="${head.y}" rx="${head.radius + 2}" ry="${head.radius}" fill="${skin}"/>`;
}

function behindHead(feature: Feature, y: number, coat: string, trim: string): string {
  const pair = (path: string) =>
    `<path d="${path}" fill="${coat}"/><path d="${path}" fill="${coat}" transform="scale(-1 1)"/>`;
  if (feature === 'hare') return pair(`M8 ${y - 24}Q4 ${y - 86} 20 ${y - 88}Q36 ${y - 76} 26 ${y - 20}Z`);
  if (feature === 'cat') return pair(`M6 ${y - 28}L32 ${y - 56}L35 ${y - 8}Z`);
  if (feature === 'bear')
    return `<circle cx="-26" cy="${y - 26}" r="14" fill="${coat}"/><circle cx="26" cy="${y - 26}" r="14" fill="${coat}"/>`;
  if (feature === 'hair')
    return `<path d="M-38 ${y + 44}Q-48 ${y - 40} 0 ${y - 44}Q48 ${y - 40} 38 ${y + 44}Z" fill="${trim}"/>`;
  return '';
}

function onHead(feature: Feature, y: number, coat: string, trim: string): string {
  switch (feature) {
    case 'hat':
      return `<path d="M-44 ${y - 20}H44M-26 ${y - 20}V${y - 54}H26V${y - 20}Z" fill="${trim}"/>`;
    case 'wizard':
      return `<path d="M-46 ${y - 18}Q0 ${y - 32} 46 ${y - 18}L30 ${y - 26}L6 ${y - 92}L-30 ${y - 26}Z" fill="${trim}"/>`;
    case 'crown':
      return `<path d="M-28 ${y - 22}L-32 ${y - 52}L-14 ${y - 38}L0 ${y - 58}L14 ${y - 38}L32 ${y - 52}L28 ${y - 22}Z" fill="#f5c842"/>`;
    case 'robot':
      return `<path d="M0 ${y - 30}V${y - 50}" fill="none"/><circle cy="${y - 55}" r="7" fill="${trim}"/>`;
    case 'hair':
      return `<path d="M-35 ${y - 2}Q-34 ${y - 36} 0 ${y - 37}Q34 ${y - 36} 35 ${y - 2}Q16 ${y - 22} -6 ${y - 20}Q-24 ${y - 18} -35 ${y - 2}Z" fill="${trim}"/>`;
    case 'plain':
      return `<path d="M-10 ${y - 32}Q-4 ${y - 52} 10 ${y - 48}M2 ${y - 33}Q8 ${y - 46} 20 ${y - 42}" fill="none"/>`;
    case 'beard':
      return `<path d="M-30 ${y + 8}Q-22 ${y + 54} 4 ${y + 58}Q28 ${y + 48} 32 ${y + 8}Q4 ${y + 24} -30 ${y + 8}Z" fill="${trim}"/>`;
    case 'bird':
      return `<path d="M26 ${y - 4}L58 ${y + 8}L24 ${y + 18}Z" fill="#f0a23c"/><path d="M-6 ${y - 33}Q-2 ${y - 52} 12 ${y - 46}" fill="none" stroke="${coat}" stroke-width="9"/>`;
    default:
      return '';
  }
}

function shell(hip: number, shoulder: number, trim: string): string {
  const middle = (hip + shoulder) / 2 + 6;
  return `<ellipse cx="-20" cy="${middle}" rx="52" ry="46" fill="${trim}"/><path d="M-52 ${middle - 22}L-20 ${middle - 8}M-60 ${middle + 16}L-20 ${middle + 14}M-34 ${middle - 42}L-20 ${middle - 8}" fill="none"/>`;
}

function face(y: number, feature: Feature, pose: StoryboardRandom): string {
  const mood = pose.pick(['smile', 'open', 'flat', 'worry'] as const);
  const eyes = `<circle cx="4" cy="${y - 4}" r="3.4" fill="${ink}" stroke="none"/><circle cx="22" cy="${y - 4}" r="3.4" fill="${ink}" stroke="none"/>`;
  if (feature === 'bird') return eyes;
  const mouth = {
    smile: `<path d="M4 ${y + 10}Q14 ${y + 20} 24 ${y + 9}" fill="none"/>`,
    open: `<ellipse cx="14" cy="${y + 13}" rx="7" ry="8" fill="#a33b3b"/>`,
    flat: `<path d="M6 ${y + 13}H22" fill="none"/>`,
    worry: `<path d="M5 ${y + 16}Q13 ${y + 8} 22 ${y + 15}" fill="none"/>`,
  }[mood];
  return eyes + mouth;
}

const round = (value: number) => Math.round(value * 1000) / 1000;
