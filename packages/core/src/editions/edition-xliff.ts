import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import type { SpecError } from '../list-spec-errors.ts';
import { StopReading } from '../source-document.ts';
import type { EditionChange, Translation } from './edition-change.ts';
import { canonicalLanguage } from './edition-language.ts';
import type { EditionUnit } from './edition-units.ts';

const namespace = 'urn:oasis:names:tc:xliff:document:1.2';

export interface XliffHead {
  readonly story: string;
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

/**
 * XLIFF 1.2 (OASIS, http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html): one `trans-unit` for each text id, with speaker, kind and
 * panel as context, and the length that fits as `maxwidth` and in a note.
 */
export function writeEditionXliff(
  units: readonly EditionUnit[],
  { story, sourceLanguage, targetLanguage }: XliffHead,
): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xliff version="1.2" xmlns="${namespace}">`,
    `  <file original="${escapeXml(story)}" datatype="plaintext" source-language="${sourceLanguage}" target-language="${targetLanguage}">`,
    '    <body>',
    ...units.flatMap(unitLines),
    '    </body>',
    '  </file>',
    '</xliff>',
    '',
  ].join('\n');
}

/** Values of the attribute `state` of XLIFF 1.2. */
const states = {
  translated: 'translated',
  outdated: 'needs-review-translation',
  untranslated: 'needs-translation',
  in_picture: 'final',
} as const;

function unitLines({ id, panel, kind, speaker, original, translation, status, fits }: EditionUnit): string[] {
  const attributes = [
    `id="${escapeXml(id)}"`,
    `resname="${escapeXml(id)}"`,
    ...(status === 'in_picture' ? ['translate="no"'] : []),
    ...(fits === null ? [] : [`maxwidth="${fits}"`, 'size-unit="char"']),
    'xml:space="preserve"',
  ];
  const context = (type: string, value: string | number) =>
    `          <context context-type="${type}">${escapeXml(String(value))}</context>`;
  const notes = [
    ...(fits === null ? [] : [`About ${fits} letters fit.`]),
    ...(status === 'outdated' ? ['The original has changed since this was translated.'] : []),
    ...(status === 'in_picture' ? ['Drawn in the picture: it cannot be set in other words.'] : []),
  ];
  return [
    `      <trans-unit ${attributes.join(' ')}>`,
    `        <source>${escapeXml(original)}</source>`,
    ...(status === 'in_picture'
      ? []
      : [`        <target state="${states[status]}">${escapeXml(translation)}</target>`]),
    '        <context-group purpose="information">',
    context('x-kind', kind),
    ...(panel === null ? [] : [context('x-panel', panel)]),
    ...(speaker === null ? [] : [context('x-speaker', speaker)]),
    '        </context-group>',
    ...notes.map((note) => `        <note>${escapeXml(note)}</note>`),
    '      </trans-unit>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
const escapeXml = (text: string): string => text.replaceAll(/[&<>"\r]/g, (letter) => entities[letter] ?? letter);

/** A unit by its id, or the whole file. */
export interface XliffPlace {
  readonly line: number;
  readonly id: string;
}

export type XliffReading =
  | { readonly ok: true; readonly change: EditionChange<XliffPlace> }
  | { readonly ok: false; readonly kind: 'unparsable' | 'invalid'; readonly errors: SpecError[] };

/** Elements whose text is part of a translation; others stand for codes that a story's texts do not have. */
const transparent = new Set(['g', 'mrk']);

/** States in which a target is not a translation yet: tools fill it with the source. */
const unfinished = new Set(['new', 'needs-translation']);

/** States in which someone says that the target is right for the source. */
const confirmed = new Set(['translated', 'final', 'signed-off']);

interface Unit {
  readonly id: string;
  readonly line: number;
  readonly translate: boolean;
  source: string | null;
  target: string | null;
  state: string;
}

/** More errors than this are not listed: a file of another form has one in every line. */
const maxErrors = 200;

/**
 * Reads XLIFF 1.2. Document types are refused, so no entity but XML's own five is ever expanded, and nothing is fetched.
 *
 * @param language the file must be for it
 */
export function readEditionXliff(text: string, language: string): XliffReading {
  const errors: SpecError[] = [];
  const say = (line: number, detail: string, pointer = '') => {
    if (errors.length < maxErrors) errors.push({ pointer, detail, line });
  };
  const units: Unit[] = [];
  const open: string[] = [];
  let unit: Unit | null = null;
  let part: 'source' | 'target' | null = null;
  const parser = new SaxesParser({ xmlns: true, position: true });
  // Thrown, so that nothing more is read: what is nested too deeply would take long.
  const stop = (line: number, detail: string): never => {
    errors.splice(0, errors.length, { pointer: '', detail, line });
    throw new StopReading(0, detail);
  };
  parser.on('error', (error) => stop(parser.line, `not XML: ${error.message.replace(/^\d+:\d+: /, '')}`));
  parser.on('doctype', () => stop(parser.line, 'a document type (<!DOCTYPE …>) is not accepted; remove it'));
  parser.on('opentag', (tag: SaxesTagNS) => {
    const at = parser.line;
    open.push(tag.local);
    if (open.length > 64) return stop(at, 'elements are nested too deeply for XLIFF');
    const attribute = (name: string) => (tag.attributes[name] as SaxesAttributeNS | undefined)?.value;
    if (open.length === 1) {
      if (tag.local !== 'xliff' || tag.uri !== namespace) {
        const version = tag.local === 'xliff' ? ` (it is version ${attribute('version') ?? 'unknown'})` : '';
        return stop(at, `not an XLIFF 1.2 file${version}; export one with ?format=xliff`);
      }
    }
    if (tag.local === 'file') {
      const target = attribute('target-language');
      if (target !== undefined && canonicalLanguage(target) !== language)
        say(at, `the file is for the language "${target}", not for "${language}"`, '/file/target-language');
    }
    if (tag.local === 'trans-unit') {
      const id = attribute('id') ?? '';
      if (id === '') say(at, 'a trans-unit has no id');
      unit = { id, line: at, translate: attribute('translate') !== 'no', source: null, target: null, state: '' };
      if (id !== '') units.push(unit);
      return;
    }
    if (unit === null) return;
    if (part !== null) {
      if (!transparent.has(tag.local))
        say(at, `<${tag.local}> in the ${part} of "${unit.id}" is not accepted: texts have no codes`);
      return;
    }
    // Of alternatives (alt-trans) and segments (seg-source) only the unit's own source and target count.
    if (open.at(-2) !== 'trans-unit' || (tag.local !== 'source' && tag.local !== 'target')) return;
    part = tag.local;
    unit[part] = '';
    if (part === 'target') unit.state = attribute('state') ?? '';
  });
  const addText = (words: string) => {
    if (unit !== null && part !== null) unit[part] += words;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', (tag: SaxesTagNS) => {
    open.pop();
    if (tag.local === part) part = null;
    if (tag.local === 'trans-unit') unit = null;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
    return { ok: false, kind: isNotXliff(errors) ? 'invalid' : 'unparsable', errors };
  }
  if (errors.length > 0) return { ok: false, kind: 'invalid', errors };
  const translations = units
    .filter(({ translate }) => translate)
    .map(
      ({ id, line, source, target, state }): Translation<XliffPlace> => ({
        id,
        text: unfinished.has(state) ? '' : (target ?? ''),
        original: source ?? undefined,
        confirmed: confirmed.has(state),
        idAt: { line, id },
        textAt: { line, id },
      }),
    );
  return { ok: true, change: { replaces: false, translations } };
}

const isNotXliff = ([first]: readonly SpecError[]): boolean => first?.detail.startsWith('not an XLIFF') === true;
