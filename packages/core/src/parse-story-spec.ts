import { fieldOf } from './cast-names.ts';
import { continueDocument, type EarlierCast, omittedSettings } from './chapters/continue-document.ts';
import type { ReferencePolicy } from './check-reference.ts';
import { checkStory } from './check-story.ts';
import { chooseLayout } from './choose-layout.ts';
import { describeIssue } from './describe-issue.ts';
import { formatsWithoutPaper } from './formats/formats-without-paper.ts';
import { listSpecErrors, pointerOf, type SpecError } from './list-spec-errors.ts';
import { count, quote } from './quote.ts';
import { readSource, type SourceFormat, withoutByteOrderMark } from './read-source.ts';
import { inheritScenes } from './scenes.ts';
import { type Finding, findNode, type SourceNode, sourceLimits } from './source-document.ts';
import { storyPlaces } from './story-places.ts';
import { type StorySpec, storySpecSchema } from './story-spec.ts';

/**
 * A story, or every error in it. `unparsable`: the text is broken and could not be read (HTTP 400); `invalid`: it was read,
 * but is not a valid story (HTTP 422).
 */
export type StorySpecResult = (
  | { readonly ok: true; readonly spec: StorySpec }
  | { readonly ok: false; readonly kind: 'unparsable' | 'invalid'; readonly errors: readonly SpecError[] }
) & {
  /** What a next chapter says of the story it continues; absent for a story of its own. */
  readonly chapter?: Chapter;
};

export interface Chapter {
  /** Id of the earlier story. */
  readonly continues: string;
  /** Settings that it leaves to the earlier story; in the spec they have their defaults unless `earlier` was given. */
  readonly omitted: readonly ('language' | 'readingDirection')[];
}

export interface ParseStoryOptions {
  /** Whether a reference may be a path. Default `remote`: it may not. */
  readonly references?: ReferencePolicy;
  /**
   * What a next chapter takes over from the story it continues; null: there is no such story, which is an error. Default: it is not known,
   * and names that may be of that story are not judged.
   */
  readonly earlier?: EarlierCast | null;
}

export interface ParseStorySpecOptions extends ParseStoryOptions {
  readonly format?: SourceFormat;
}

/**
 * Reads and checks a StorySpec and reports every error with its line. Never throws, whatever the text; time and memory are
 * linear in its size, and bounded (`sourceLimits`).
 */
export function parseStorySpec(source: string, options: ParseStorySpecOptions = {}): StorySpecResult {
  const text = withoutByteOrderMark(source);
  const reading = readSource(text, options.format ?? 'auto');
  if (!reading.ok)
    return { ok: false, kind: 'unparsable', errors: listSpecErrors(reading.findings, { text, root: { at: 0 } }) };
  return checkDocument(reading.value, reading.findings, options, { text, root: reading.root });
}

/** The same checks for a document that is already parsed, such as the body of a request; errors have no lines. */
export function parseStoryValue(value: unknown, options: ParseStoryOptions = {}): StorySpecResult {
  const excess = findExcess(value);
  if (excess !== null) return { ok: false, kind: 'invalid', errors: listSpecErrors([excess]) };
  return checkDocument(value, [], options);
}

function checkDocument(
  written: unknown,
  readFindings: readonly Finding[],
  { references = 'remote', earlier }: ParseStoryOptions,
  source?: { readonly text: string; readonly root: SourceNode },
): StorySpecResult {
  const continues = fieldOf(written, 'continues');
  const isChapter = typeof continues === 'string';
  const chapter = isChapter ? { chapter: { continues, omitted: omittedSettings(written) } } : {};
  const document = isChapter && earlier ? continueDocument(written, earlier) : written;
  const parsed = storySpecSchema.safeParse(document);
  const root = source?.root ?? { at: 0 };
  const context = { ...storyPlaces, document, writtenAt: (path: Finding['path']) => findNode(root, path).node.written };
  const unread = new Set(readFindings.flatMap((finding) => (finding.unread ? [pointerOf(finding.path)] : [])));
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, context));
  const findings = [
    ...readFindings,
    ...(unread.size === 0 ? issues : issues.filter(({ path }) => !unread.has(pointerOf(path)))),
    ...checkStory(document, references, { knowsCast: !isChapter || Boolean(earlier) }),
    ...(isChapter && earlier === null ? [{ path: ['continues'], detail: () => unknownStory(continues) }] : []),
  ];
  if (parsed.success && findings.length === 0) {
    const spec = chooseLayout(parsed.data, document);
    const unbound = formatsWithoutPaper(spec).map(({ at, needed }) => ({
      path: ['book', 'formats', at],
      detail: () => needed,
    }));
    if (unbound.length > 0) return { ok: false, kind: 'invalid', errors: listSpecErrors(unbound, source), ...chapter };
    return { ok: true, spec: spec.scenes ? { ...spec, panels: inheritScenes(spec.panels) } : spec, ...chapter };
  }
  return { ok: false, kind: 'invalid', errors: listSpecErrors(findings, source), ...chapter };
}

/** The same for a story that was deleted and for one of another tenant. */
const unknownStory = (id: string): string =>
  `you have no story ${quote(id)} to continue; it may have been deleted. List yours with: nextpanel list, or remove the key to start a story of its own`;

/** The bounds of a reader, for a value that did not come from one. They also make cyclic values safe. */
function findExcess(root: unknown): Finding | null {
  let values = 0;
  const visit = (value: unknown, path: readonly (string | number)[]): Finding | null => {
    if (++values > sourceLimits.values) {
      return {
        path: [],
        detail: () => `the document has more than ${count(sourceLimits.values)} values, more than any story needs`,
      };
    }
    if (value === null || typeof value !== 'object') return null;
    if (path.length >= sourceLimits.depth) {
      return { path, detail: () => `nested more than ${sourceLimits.depth} levels deep; a story needs only 6` };
    }
    const parts = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [key, part] of parts) {
      const found = visit(part, [...path, key]);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(root, []);
}
