import { t } from '@lingui/core/macro';

const names: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  azure: 'Azure OpenAI',
  fal: 'fal',
};

/** A provider as it calls itself. */
export function providerName(id: string): string {
  if (id === 'storyboard') return t`Storyboard`;
  return id === 'openai-compatible' ? t`OpenAI-compatible server` : (names[id] ?? id);
}
