import type { ScriptText } from './script.ts';

/** What stands in front of a line that nobody speaks. */
const labels: readonly (readonly [RegExp, ScriptText['kind']])[] = [
  [/^(cap|caption|box|narrator|narration|title card)\b/i, 'caption'],
  [/^(sfx|sound|fx)\b/i, 'sfx'],
];

/** What a note in brackets says about a line, by the words comic and screen writers use. */
const notes: readonly (readonly [RegExp, Pick<ScriptText, 'kind' | 'style'>])[] = [
  [/\b(thought|thinks|thinking)\b/i, { kind: 'thought', style: undefined }],
  [/\b(whisper|whispers|whispering|quietly|under (his|her|their) breath)\b/i, { kind: 'speech', style: 'whisper' }],
  [/\b(shout|shouts|shouting|yell|yells|yelling|screams|loud|burst)\b/i, { kind: 'speech', style: 'shout' }],
  [/\b(radio|phone|tv|electric|electronic|intercom|speaker)\b/i, { kind: 'speech', style: 'radio' }],
  [/(\bo\.?\s?[sp]\.?(?![a-z])|\boff\b|\bv\.?\s?o\.?(?![a-z]))/i, { kind: 'speech', style: 'off' }],
];

/** Whether a note in brackets is one that a balloon shows by its form. */
export const isKnownNote = (note: string): boolean => notes.some(([pattern]) => pattern.test(note));

/**
 * A line of a script by what stands in front of it: `SFX`, `CAPTION`, or a speaker with notes in brackets, such as
 * `HARE (whispering)`.
 */
export function spokenLine(label: string, text: string): ScriptText {
  const [, name = '', note = ''] = /^([^(]*?)\s*(?:\(([^)]*)\))?\s*\d*$/su.exec(label.trim()) ?? [];
  const kind = labels.find(([pattern]) => pattern.test(name))?.[1];
  if (kind !== undefined) return { kind, style: undefined, speaker: null, text };
  const said = notes.find(([pattern]) => pattern.test(note))?.[1] ?? { kind: 'speech', style: undefined };
  return { ...said, speaker: name.trim(), text };
}
