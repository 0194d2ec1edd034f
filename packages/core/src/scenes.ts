import type { SceneSpec } from './cast-spec.ts';
import type { CharacterSpec, PanelSpec, StorySpec } from './story-spec.ts';

/** Each panel with its scene: its own, or that of the panel before. Panels before the first scene have none. */
export function inheritScenes<Panel extends Pick<PanelSpec, 'scene'>>(
  panels: readonly Panel[],
  before?: string,
): Panel[] {
  let scene = before;
  return panels.map((panel) => {
    scene = panel.scene ?? scene;
    return scene === undefined || panel.scene === scene ? panel : { ...panel, scene };
  });
}

/** The style in words. */
export const styleWords = (style: string | { readonly description: string } | undefined): string | undefined =>
  typeof style === 'object' ? style.description : style;

/** Something that is named by an id and looks the same everywhere. */
export interface Described {
  readonly id: string;
  readonly description: string;
}

/** What a story says of places, objects and clothes. */
export interface SetStory {
  readonly characters: readonly (Pick<CharacterSpec, 'id' | 'name' | 'description'> & {
    readonly tier?: CharacterSpec['tier'];
    readonly outfits?: readonly Described[] | undefined;
  })[];
  readonly locations?: readonly Described[] | undefined;
  readonly props?: readonly Described[] | undefined;
  readonly scenes?: StorySpec['scenes'];
}

/** The part of a panel that says where it takes place and who wears what. */
export interface SetPanel {
  readonly scene?: string | undefined;
  /** Outfits that the panel itself names, by character. */
  readonly outfits?: ReadonlyMap<string, string>;
}

export const sceneOf = ({ scenes = [] }: Pick<SetStory, 'scenes'>, { scene }: SetPanel): SceneSpec | null =>
  scenes.find(({ id }) => id === scene) ?? null;

/** The outfit a character wears in a panel; null for the clothes of its description. */
export function outfitOf(story: SetStory, panel: SetPanel, character: string): string | null {
  return panel.outfits?.get(character) ?? sceneOf(story, panel)?.wears?.[character] ?? null;
}

/**
 * Whether a panel can be drawn by one request together with others: of one scene, with the same pictures, and nobody in two outfits.
 */
export const isOneSetting = (story: SetStory, panels: readonly SettingPanel[], panel: SettingPanel): boolean =>
  panels.every(
    (other) =>
      other.scene === panel.scene &&
      other.continuesFrom === panel.continuesFrom &&
      JSON.stringify(other.references) === JSON.stringify(panel.references) &&
      panel.characters.every(
        (id) => !other.characters.includes(id) || outfitOf(story, other, id) === outfitOf(story, panel, id),
      ),
  );

interface SettingPanel extends SetPanel {
  readonly characters: readonly string[];
  readonly references?: PanelSpec['references'];
  readonly continuesFrom?: string | undefined;
}
