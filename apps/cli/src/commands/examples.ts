/** The last lines of a command's help: calls that can be typed as they stand, ID being a story's id. */
export const examples = (...calls: readonly string[]): string =>
  `\n${calls.length === 1 ? 'Example' : 'Examples'}:\n${calls.map((call) => `  nextpanel ${call}`).join('\n')}`;
