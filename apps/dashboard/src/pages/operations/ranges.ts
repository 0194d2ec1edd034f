/** How far back the charts look. */
export interface Range {
  readonly label: string;
  /** In a sentence: `in the last hour`. */
  readonly words: string;
  readonly minutes: number;
  /** Minutes drawn as one point: about 60 to 72 points in each. */
  readonly step: number;
}

const hour: Range = { label: '1 h', words: 'in the last hour', minutes: 60, step: 1 };
export const firstRange = hour;
export const ranges: readonly Range[] = [
  hour,
  { label: '6 h', words: 'in the last 6 hours', minutes: 360, step: 5 },
  { label: '24 h', words: 'in the last 24 hours', minutes: 1_440, step: 20 },
];
