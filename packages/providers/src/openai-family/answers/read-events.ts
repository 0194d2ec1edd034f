import { CutJson } from '../cut-json.ts';

type Event = Readonly<Record<string, unknown>>;

/**
 * An event stream as the answer it stands for. Some servers stream although they were not asked to: OpenAI's
 * `image_generation.completed` and `image_edit.completed` hold a picture each, `….partial_image` are sketches, `error` ends it.
 * Throws CutJson when it stopped before anything was completed, and SyntaxError when it is no event stream.
 */
export function readEvents(text: string): unknown {
  const events = text
    .split(/\r?\n\r?\n/)
    .map((block) =>
      block
        .split(/\r?\n/)
        .flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).trimStart()] : []))
        .join('\n'),
    )
    .filter((data) => data !== '' && data !== '[DONE]')
    .map((data) => JSON.parse(data) as Event);
  const failure = events.find(({ type, error }) => type === 'error' || (error !== undefined && error !== null));
  const completed = events.filter(({ type }) => typeof type === 'string' && type.endsWith('.completed'));
  const [first] = completed;
  if (first !== undefined) {
    // The usage of several pictures is not known to add up, so the catalogue's price counts for them.
    return { data: completed, ...(completed.length === 1 && { usage: first.usage }) };
  }
  if (failure !== undefined) return { error: failure.error ?? failure };
  const whole = events.findLast(({ type }) => typeof type !== 'string' || !type.endsWith('.partial_image'));
  if (whole !== undefined) return whole;
  throw events.length > 0 ? new CutJson('the event stream ended before its picture') : new SyntaxError('no events');
}
