import type { Move } from '@nextpanel/core';
import { coverPanel } from '@nextpanel/core/cover-id';
import { storyLimits } from '@nextpanel/core/story-limits';
import { type Command, InvalidArgumentError } from 'commander';
import type { ServerOptions } from '../system/find-server.ts';

export interface RemoteOptions extends ServerOptions {
  readonly json?: true;
}

/** The options of every command that talks to a running server. */
export function withServer(command: Command, json = 'print one JSON document'): Command {
  return command
    .option(
      '--url <url>',
      'the server (default: NEXTPANEL_URL, the server on the data folder, or http://127.0.0.1:$PORT)',
    )
    .option('--api-key <key>', 'the API key to use (default: NEXTPANEL_API_KEY)')
    .option('--profile <name>', 'a server and key of your configuration file (default: NEXTPANEL_PROFILE)')
    .option('--json', json);
}

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** The panel that others are put behind: its number, `id:` and its id, or 0. */
export function afterPanel(text: string): Move['after'] {
  if (/^id:[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text)) return text;
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= storyLimits.panels) return number;
  throw new InvalidArgumentError('It must be the number of a panel, id: and its id, or 0 for the beginning.');
}

/** A panel number, as far as it can be checked without the story. */
export const panelNumber = wholeNumber(1, storyLimits.panels);

/** A panel, or the cover of the book where it is drawn. */
export type PanelOrCover = number | typeof coverName;
const coverName = `id:${coverPanel}` as const;

/** A panel's number, or the word \`cover\`. */
export function panelOrCover(text: string): PanelOrCover {
  if (text === coverPanel) return coverName;
  try {
    return panelNumber(text);
  } catch {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${storyLimits.panels}, or "${coverPanel}".`);
  }
}

/** What it is called in sentences, and in commands. */
export const nameOfPanel = (panel: PanelOrCover): string => (panel === coverName ? 'the cover' : `panel ${panel}`);
export const argumentOf = (panel: PanelOrCover): string => (panel === coverName ? coverPanel : `${panel}`);
