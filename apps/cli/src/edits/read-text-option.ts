import { type PanelText, panelTextSchema } from '@nextpanel/core';
import { InvalidArgumentError } from 'commander';

const kinds = panelTextSchema.shape.kind.options;

/**
 * One text of a panel from the command line: `KIND: WORDS`, or `KIND@SPEAKER: WORDS`, such as `speech@hare: Hello!`.
 * Commander passes the texts before it.
 */
export function readTextOption(option: string, before: readonly PanelText[] = []): readonly PanelText[] {
  const [, kind, speaker, text = ''] = /^([a-z]+)(?:@([\w-]+))?:\s*(.*)$/s.exec(option) ?? [];
  const known = kinds.find((it) => it === kind);
  if (known === undefined || text.trim() === '') {
    throw new InvalidArgumentError(
      `Write KIND: WORDS or KIND@SPEAKER: WORDS, such as "speech@hare: Hello!"; KIND is ${kinds.join(', ')}.`,
    );
  }
  return [...before, { kind: known, ...(speaker !== undefined && { speaker }), text, drawnBy: 'overlay' }];
}
