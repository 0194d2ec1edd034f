const names: Readonly<Record<string, string>> = {
  storyboard: 'Storyboard',
  openai: 'OpenAI',
  azure: 'Azure OpenAI',
  fal: 'fal',
  'openai-compatible': 'OpenAI-compatible server',
};

/** A provider as it calls itself. */
export const providerName = (id: string): string => names[id] ?? id;
