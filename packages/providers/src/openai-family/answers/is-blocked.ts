import { fieldsOf } from './fields-of.ts';

/**
 * Members by which a server says that its filter blocked a picture, or blackened it: one for a picture, or a list with one for each.
 * Diffusers' safety checker and fal `has_nsfw_concepts`; SiliconFlow and others `nsfw`, `nsfw_content_detected`.
 */
const flags = ['has_nsfw_concepts', 'nsfw_content_detected', 'nsfw'];
/** Stability `finishReason: CONTENT_FILTERED`, Gemini `finishReason: IMAGE_SAFETY`. */
const reasons = ['finishReason', 'finish_reason'];
const filtered = /content_?filter|safety|prohibited|blocklist/i;

const isFilter = (reason: unknown): boolean => typeof reason === 'string' && filtered.test(reason);

/** The indices of blocked pictures as a `Drawn` has them. */
export const marked = (blocked: readonly number[]) => (blocked.length > 0 ? { blocked } : {});

/** Whether an answer, or an entry of its list, says that the picture at this place of the list was blocked. */
export function isBlocked(value: unknown, index = 0): boolean {
  const fields = fieldsOf(value);
  const isSet = (flag: unknown) => flag === true || (Array.isArray(flag) && flag[index] === true);
  return flags.some((name) => isSet(fields[name])) || reasons.some((name) => isFilter(fields[name]));
}
