import { readFountain } from '../fountain-script.ts';
import { normalWords } from '../normal-words.ts';
import { readProse } from '../prose.ts';
import type { Script, ScriptPanel, ScriptScene } from '../script.ts';
import type { PanelList } from './ask-for-panels.ts';
import type { Described, SceneList } from './ask-for-scenes.ts';
import type { SourceUnit, UnitRange } from './source-units.ts';

/** A scene with its panels; null: no answer about it could be used. */
export interface AdaptedScene extends UnitRange {
  readonly location: string | null;
  readonly time: string | null;
  readonly panels: PanelList['panels'] | null;
}

export interface Adaptation extends Pick<SceneList, 'characters' | 'locations'> {
  readonly title: string | null;
  readonly scenes: readonly AdaptedScene[];
}

/** The answers of a model as a script. A scene without answers is divided into panels by its sentences. */
export function assembleScript(
  { title, characters, locations, scenes }: Adaptation,
  units: readonly SourceUnit[],
  format: 'prose' | 'fountain',
  language: string,
): Script {
  return {
    format,
    title,
    author: null,
    cast: characters,
    places: locations,
    panels: scenes.flatMap((scene): readonly ScriptPanel[] => {
      const of = sceneOf(scene);
      if (scene.panels === null)
        return panelsBySentence(units, scene, format, language).map((panel) => ({ ...panel, scene: of }));
      return scene.panels.map(({ picture, characters: shown, texts }) => ({
        prompt: picture.trim(),
        texts: texts
          .filter(({ text }) => text.trim() !== '')
          .map(({ kind, speaker, style, text }) => ({
            kind,
            speaker,
            style: style === null || style === 'normal' ? undefined : style,
            text: withoutQuotes(text),
          })),
        characters: shown,
        scene: of,
        startsPage: false,
      }));
    }),
  };
}

const sceneOf = ({ location, time }: AdaptedScene): ScriptScene | null =>
  location === null ? null : { place: location, time };

function panelsBySentence(
  units: readonly SourceUnit[],
  { from, to }: UnitRange,
  format: 'prose' | 'fountain',
  language: string,
): readonly ScriptPanel[] {
  const text = units
    .slice(from - 1, to)
    .map(({ text, startsParagraph }) => `${startsParagraph ? '\n\n' : format === 'prose' ? ' ' : '\n'}${text}`)
    .join('')
    .trim();
  const { panels } = format === 'prose' ? readProse(`\n\n${text}`, language) : readFountain(text);
  return panels.length > 0 ? panels : readProse(text, language).panels;
}

/** A balloon needs no quotation marks. */
const withoutQuotes = (text: string): string => text.trim().replace(/^["“”„«»「『]\s*([\s\S]*?)\s*["“”«»」』]$/u, '$1');

/** Of two lists of the same cast: who is in the first one stays as described there. */
export function joinDescribed(known: readonly Described[], more: readonly Described[]): readonly Described[] {
  const names = new Set(known.map(({ name }) => normalWords(name)));
  return [...known, ...more.filter(({ name }) => !names.has(normalWords(name)))];
}
