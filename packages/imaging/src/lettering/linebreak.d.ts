declare module 'linebreak' {
  /** Places where a line may end, by the Unicode line breaking algorithm (UAX #14). */
  // biome-ignore lint/style/noDefaultExport: it is how the library exports it
  export default class LineBreaker {
    constructor(text: string);
    /** The next one, by the index behind it; null at the end of the text. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
}
