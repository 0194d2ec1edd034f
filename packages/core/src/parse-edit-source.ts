import { z } from 'zod';
import { describeIssue } from './describe-issue.ts';
import { type EditForm, editForms } from './edit-forms.ts';
import { insertionSchema, type Lettering } from './edits.ts';
import { listSpecErrors, pointerOf, type SpecError } from './list-spec-errors.ts';
import { readSource, type SourceFormat, withoutByteOrderMark } from './read-source.ts';
import { findNode, type Path } from './source-document.ts';
import { placeInStory } from './story-places.ts';
import { type PanelSpec, type PanelText, panelTextSchema, storyLimits } from './story-spec.ts';

/** An edit, or every error in it with its line. `unparsable`: the text is broken and could not be read. */
export type EditSourceResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly kind: 'unparsable' | 'invalid'; readonly errors: readonly SpecError[] };

/** Reads an edit in YAML or JSON, in the form of its route. Never throws, whatever the text. */
export function parseEdit<Schema extends z.ZodType>(
  source: string,
  { schema, places }: EditForm<Schema>,
  format: SourceFormat = 'auto',
): EditSourceResult<z.output<Schema>> {
  const text = withoutByteOrderMark(source);
  const reading = readSource(text, format);
  if (!reading.ok) {
    const errors = listSpecErrors(reading.findings, { text, root: { at: 0 } });
    return { ok: false, kind: 'unparsable', errors };
  }
  const { root, findings: unread, value: document } = reading;
  const parsed = schema.safeParse(document);
  if (parsed.success && unread.length === 0) return { ok: true, value: parsed.data };
  const broken = new Set(unread.flatMap((finding) => (finding.unread ? [pointerOf(finding.path)] : [])));
  const context = { ...places, document, writtenAt: (path: Path) => findNode(root, path).node.written };
  const issues = (parsed.error?.issues ?? [])
    .flatMap((issue) => describeIssue(issue, context))
    .filter(({ path }) => !broken.has(pointerOf(path)));
  return { ok: false, kind: 'invalid', errors: listSpecErrors([...unread, ...issues], { text, root }) };
}

const panelList = part('a list of panels: write "- prompt: …" for each', insertionSchema.shape.panels, ['panels']);
const panelMapping = part(
  'a list of panels: write "- prompt: …" for each',
  z.strictObject({ panels: insertionSchema.shape.panels }),
  [],
);

const texts = z.array(panelTextSchema).max(storyLimits.textsPerPanel);
const expectedTexts = 'a list of texts: write "- kind: speech", "speaker: …" and "text: …" for each';
const textList = part(expectedTexts, texts, ['panels', 0, 'text']);
const textMapping = part(expectedTexts, z.object({ text: texts }), ['panels', 0]);

/** Panels to insert, in YAML or JSON: a list, or a mapping with the list under `panels`. */
export function parsePanelsSource(source: string): EditSourceResult<PanelSpec[]> {
  if (isList(source)) return parseEdit(source, panelList);
  const result = parseEdit(source, panelMapping);
  return result.ok ? { ok: true, value: result.value.panels } : result;
}

/** The texts of one panel, in YAML or JSON: a list, or a mapping with the list under `text`. */
export function parseTextsSource(source: string): EditSourceResult<PanelText[]> {
  if (isList(source)) return parseEdit(source, textList);
  const result = parseEdit(source, textMapping);
  return result.ok ? { ok: true, value: result.value.text } : result;
}

/** The texts of panels by number, in YAML or JSON, in the form of `PATCH …/lettering`. */
export function parseLetteringSource(source: string): EditSourceResult<Lettering> {
  return parseEdit(source, editForms.lettering);
}

/** Whether a text is a whole story rather than a lettering: its panels have prompts and no numbers. */
export function looksLikeStory(source: string): boolean {
  const value = documentOf(source);
  if (!isMapping(value)) return false;
  const { panels } = value as { readonly panels?: unknown };
  return Array.isArray(panels) && panels.some((panel: unknown) => isMapping(panel) && 'prompt' in panel);
}

/** @param at its place in a story file, used to describe its errors */
function part<Schema extends z.ZodType>(expected: string, schema: Schema, at: Path): EditForm<Schema> {
  return {
    schema,
    places: {
      placeOf: (path) => (path.length === 0 ? { ...placeInStory(at), expected } : placeInStory([...at, ...path])),
      ownersOf: () => [],
    },
  };
}

function documentOf(source: string): unknown {
  const reading = readSource(withoutByteOrderMark(source), 'auto');
  return reading.ok ? reading.value : undefined;
}

const isList = (source: string): boolean => Array.isArray(documentOf(source));

const isMapping = (value: unknown): value is object => value !== null && typeof value === 'object';
