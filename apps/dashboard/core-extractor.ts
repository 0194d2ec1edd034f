import type { ExtractorType } from '@lingui/conf';
import { storyCommands, whenPossible } from '@nextpanel/core/commands';
import { describeCode, errorCodes, factsOf, warningCatalogue } from '@nextpanel/core/errors';
import { bookFormats, describeFormat } from '@nextpanel/core/formats';
import { publishProfileNames, publishProfiles } from '@nextpanel/core/publishing';
import { sentences, sentenceWords } from '@nextpanel/core/sentences';

/** The messages of core that pages show, by the ids under which `coreMessage` looks for them. */
function* coreMessages(): Generator<readonly [id: string, words: string]> {
  for (const code of errorCodes) {
    const { status, stops, passes } = factsOf(code);
    const { title, brief, remedy } = describeCode(code);
    const isOfStories = stops === true || passes === true;
    // What only a terminal or a log shows is none of the pages'.
    if (isOfStories || status !== undefined) yield [`code.${code}.title`, title];
    if (!isOfStories) continue;
    yield [`code.${code}.brief`, brief];
    yield [`code.${code}.remedy`, remedy];
  }
  for (const [code, { title }] of Object.entries(warningCatalogue)) yield [`warning.${code}`, title];
  for (const command of storyCommands) yield [`command.${command}.possible`, whenPossible(command)];
  for (const format of bookFormats) yield [`format.${format}`, describeFormat(format).label];
  for (const name of publishProfileNames) yield [`publish.${name}`, publishProfiles[name].label];
}

/** Braces and quotes mean something in messages. */
const escaped = (words: string): string => words.replaceAll("'", "''").replaceAll(/[{}]/g, "'$&'");

/** In sentences braces are around their values, as in messages. */
function* sentenceMessages(): Generator<readonly [id: string, message: string]> {
  for (const [code, words] of Object.entries(sentences)) yield [`said.${code}`, words.replaceAll("'", "''")];
  for (const word of sentenceWords) yield [`kind.${word}`, word];
}

/** Brings the tables of core into the catalogues, so that a code without words in some language is a finding of the check. */
export const coreExtractor: ExtractorType = {
  match: () => true,
  extract(file, _code, onMessageExtracted) {
    const messages = [...coreMessages()].map(([id, words]) => [id, escaped(words)] as const);
    for (const [id, message] of [...messages, ...sentenceMessages()])
      onMessageExtracted({ id, message, origin: [file, 1], placeholders: {} });
  },
};
