import { phone, type Scheme } from './open-dashboard.ts';

/** A colour scheme and viewport in which a page is checked. */
export interface Look {
  readonly scheme: Scheme;
  /** Part of the names of screenshots. */
  readonly width: 'desk' | 'phone';
  readonly viewport: { readonly width: number; readonly height: number };
}

const desk = { width: 1280, height: 800 } as const;

const all: readonly Look[] = [
  { scheme: 'light', width: 'desk', viewport: desk },
  { scheme: 'dark', width: 'phone', viewport: phone },
  { scheme: 'dark', width: 'desk', viewport: desk },
  { scheme: 'light', width: 'phone', viewport: phone },
];

/**
 * Every page is checked in light and in dark, wide and on a phone. Colours do not depend on the width, so two of the four
 * combinations are enough; `ALL_LOOKS=1` checks all.
 */
export const looks: readonly Look[] = process.env.ALL_LOOKS === '1' ? all : all.slice(0, 2);
