import type { PanelText } from '@nextpanel/core';
import { readTextLine, textKinds, textNotation } from '@nextpanel/core/text-notation';
import { InvalidArgumentError } from 'commander';

/** One text of a panel from the command line, such as `speech@hare: Hello!`. Commander passes the texts before it. */
export function readTextOption(option: string, before: readonly PanelText[] = []): readonly PanelText[] {
  const text = readTextLine(option);
  if (text === null) throw new InvalidArgumentError(`Write ${textNotation} KIND is ${textKinds.join(', ')}.`);
  return [...before, { ...text, drawnBy: 'overlay' }];
}
