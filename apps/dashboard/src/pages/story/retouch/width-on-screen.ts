/** The width of a picture as large as its column, and never so high that it must be scrolled while one draws on it. */
export const widthOnScreen = ({ width, height }: { readonly width: number; readonly height: number }): string =>
  `min(100%, ${Math.round((55 * width) / height)}dvh)`;
