/**
 * The area under the ROC curve: how often a spoilt frame gets a higher value than one that is right; 0.5 is chance. Ties count
 * half.
 */
export function areaUnderCurve(spoilt: readonly number[], right: readonly number[]): number {
  const wins = spoilt.flatMap((one) => right.map((other): number => (one > other ? 1 : one === other ? 0.5 : 0)));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}
