import type { PanelText } from '../story-spec.ts';

/** Kinds of script that are read. */
export const scriptFormats = ['comic', 'fountain', 'csv', 'prose'] as const;
export type ScriptFormat = (typeof scriptFormats)[number];

/** A script as it was read, before it becomes a story: names instead of ids, nothing filled in. */
export interface Script {
  readonly format: ScriptFormat;
  readonly title: string | null;
  readonly author: string | null;
  readonly panels: readonly ScriptPanel[];
  /** Characters that are named without speaking. */
  readonly named?: readonly string[];
  /** Everyone who appears, and every place, with what they look like: of a script that a model has read. */
  readonly cast?: readonly ScriptLook[];
  readonly places?: readonly ScriptLook[];
}

export interface ScriptLook {
  readonly name: string;
  readonly description: string;
  /** Whether the script says so; otherwise the model suggests it. */
  readonly fromScript: boolean;
}

export interface ScriptPanel {
  /** What the picture shows; empty where the script says only what is spoken. */
  readonly prompt: string;
  readonly texts: readonly ScriptText[];
  /** Names of those who can be seen; absent: those who speak, or are named in the prompt. */
  readonly characters?: readonly string[];
  /** The heading of its scene. */
  readonly scene: ScriptScene | null;
  /** It is the first one of a page. */
  readonly startsPage: boolean;
}

export interface ScriptScene {
  /** Where it takes place, as written. */
  readonly place: string;
  /** Such as night. */
  readonly time: string | null;
}

export interface ScriptText {
  readonly kind: PanelText['kind'];
  readonly style: PanelText['style'];
  /** As written; null where the script does not say. */
  readonly speaker: string | null;
  readonly text: string;
}
