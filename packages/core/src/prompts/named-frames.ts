import type { PromptPanel } from './prompt-parts.ts';

/** Ids of the panels whose frames a panel asks for: the one it continues from, and those among its references. */
export function namedFrames({
  references,
  continuesFrom = 'auto',
}: Pick<PromptPanel, 'references' | 'continuesFrom'>): string[] {
  const listed = Array.isArray(references)
    ? references.flatMap((name) => (name.startsWith('panel:') ? [name.slice('panel:'.length)] : []))
    : [];
  return [...new Set([...(continuesFrom === 'auto' || continuesFrom === 'none' ? [] : [continuesFrom]), ...listed])];
}
