import type { PlatesSpec } from '../cast-spec.ts';
import type { Model } from '../catalogue/model.ts';
import type { Quality } from '../catalogue/price.ts';
import { nearestSize } from '../catalogue/size-rule.ts';
import { NextpanelError } from '../error.ts';
import type { PixelSize } from '../picture.ts';
import type { AvailableReferences, OrderedReference } from '../prompts/order-references.ts';
import type { PromptStory } from '../prompts/prompt-parts.ts';
import { say } from '../sentences/say.ts';
import { composePlatePrompt } from './compose-plate-prompt.ts';
import type { Plate } from './plan-plates.ts';

export interface PlateRequest<Picture> {
  readonly prompt: string;
  readonly size: PixelSize;
  readonly quality: Quality | undefined;
  readonly references: readonly OrderedReference<Picture>[];
}

/**
 * What a plate is asked for with: the style goes along with all, a character's first picture with its outfits. Pure. Throws
 * `prompt_too_long`.
 */
export function planPlateRequest<Picture>(
  story: PromptStory & { readonly plates?: PlatesSpec | undefined },
  plate: Plate,
  { cast, style = [] }: Pick<AvailableReferences<Picture>, 'cast' | 'style'>,
  model: Pick<Model, 'id' | 'size' | 'maxReferences' | 'qualities' | 'promptMax'>,
  quality: Quality | undefined,
): PlateRequest<Picture> {
  const [look] = plate.kind === 'style' ? [] : style;
  const character = plate.id.split('/')[0] as string;
  const [own] = plate.kind === 'outfit' ? (cast.get(character) ?? []) : [];
  const references: OrderedReference<Picture>[] = [
    ...(look === undefined ? [] : [{ picture: look, roles: [{ kind: 'style' }], reason: say('sent.style') } as const]),
    ...(own === undefined
      ? []
      : [
          {
            picture: own,
            roles: [{ kind: 'character', id: character }],
            reason: say('sent.undressed'),
          } as const,
        ]),
  ];
  // The character matters more than the style.
  const sent = model.maxReferences === 0 ? [] : references.slice(-model.maxReferences);
  const prompt = composePlatePrompt(
    story,
    plate,
    sent.map(({ roles: [role] }) => (role.kind === 'style' ? 'style' : 'character')),
  );
  if (prompt.length > model.promptMax) throw tooLong(plate, prompt.length, model);
  return {
    prompt,
    size: plateSize(model),
    quality: plateQuality(story.plates, model, quality),
    references: sent,
  };
}

function tooLong({ id }: Plate, length: number, { id: model, promptMax }: Pick<Model, 'id' | 'promptMax'>) {
  return new NextpanelError(
    'prompt_too_long',
    `the plate of ${id} needs a prompt of ${length} characters, and "${model}" reads ${promptMax}; shorten its description or the style`,
    { detail: { plate: id, length, excess: length - promptMax } },
  );
}

/** Room for three views beside one another. */
export const plateSize = ({ size }: Pick<Model, 'size'>): PixelSize =>
  nearestSize(size, { width: 1_536, height: 1_024 }) ?? { width: 1_024, height: 1_024 };

/** A quality that the model does not know is that of the panels. */
export const plateQuality = (
  plates: PlatesSpec | undefined,
  { qualities }: Pick<Model, 'qualities'>,
  otherwise: Quality | undefined,
): Quality | undefined =>
  plates?.quality !== undefined && qualities.includes(plates.quality) ? plates.quality : otherwise;
