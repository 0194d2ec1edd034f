import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { RenderSpec } from '@nextpanel/core';
import { isScalar } from 'yaml';
import { readSource, type SourcePath, setInSource } from './edit-source.ts';

type Provider = RenderSpec['provider'];

/** What a story is drawn with and how it is laid out, as far as its file says so; '' where it says nothing. */
export interface StoryChoices {
  readonly provider: string;
  readonly model: string;
  readonly quality: string;
  readonly size: string;
  readonly layout: string;
  readonly page: string;
  readonly language: string;
  readonly maxUsd: string;
}

const paths: Readonly<Record<keyof StoryChoices, SourcePath>> = {
  provider: ['render', 'provider'],
  model: ['render', 'model'],
  quality: ['render', 'quality'],
  size: ['render', 'size'],
  layout: ['book', 'layout'],
  page: ['book', 'page'],
  language: ['language'],
  maxUsd: ['budget', 'maxUsd'],
};

/** The choices a file makes; null if it cannot be read. A page of the user's own is `custom`. */
export function readChoices(text: string): StoryChoices | null {
  const source = readSource(text);
  if (source === null) return null;
  const entries = Object.entries(paths).map(([name, path]) => {
    const value = source.getIn(path, true);
    if (value === undefined) return [name, ''];
    return [name, isScalar(value) ? wordOf(value.value) : 'custom'];
  });
  return Object.fromEntries(entries) as StoryChoices;
}

const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** The text with one choice made otherwise; '' takes it out. Models and qualities belong to a provider, and leave with it. */
export function makeChoice(text: string, name: keyof StoryChoices, value: string): string {
  const before =
    name === 'provider' ? setAll(text, ['model', 'quality']) : name === 'model' ? setAll(text, ['quality']) : text;
  if (value === '') return setInSource(before, paths[name], undefined);
  const amount = Number(value);
  return setInSource(before, paths[name], name === 'maxUsd' && Number.isFinite(amount) ? amount : value);
}

const setAll = (text: string, names: readonly (keyof StoryChoices)[]): string =>
  names.reduce((edited, name) => setInSource(edited, paths[name], undefined), text);

/** Providers that the form offers when it is not known which are set up. */
export const providerIds = [
  'storyboard',
  'openai',
  'azure',
  'fal',
  'openai-compatible',
] as const satisfies readonly Provider[];

/** A provider as the form calls it; one that it does not know, by its id. */
export function providerName(id: string): string {
  const names: Readonly<Record<string, string>> = {
    storyboard: t`Storyboard (rough, free)`,
    openai: 'OpenAI',
    azure: 'Azure OpenAI',
    'openai-compatible': t`Your own server`,
  };
  return names[id] ?? id;
}

/** Where the file names no quality, the model's own default. */
export const qualities = ['low', 'medium', 'high'] as const;
export const qualityWords: Readonly<Record<(typeof qualities)[number], MessageDescriptor>> = {
  low: msg`low`,
  medium: msg`medium`,
  high: msg`high`,
};
