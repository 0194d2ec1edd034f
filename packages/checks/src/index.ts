export {
  compareLight,
  type Drift,
  type Light,
  leastOthers,
  lightSize,
  measureLight,
  mostSpreads,
} from './compare-light.ts';
export { type Borders, borderSize, findBorders } from './find-borders.ts';
export { type CopyPair, copyDistances, copySize, findCopies, mostCellDifference } from './find-copies.ts';
export { blankSize, contrastOf, isOneColour, mostContrast } from './is-one-colour.ts';
export { edgeSize, sharpestEdge } from './sharpest-edge.ts';
export { leastTextArea, linesSize, openTextFinder, squareSize, type TextFinder } from './text/open-text-finder.ts';
