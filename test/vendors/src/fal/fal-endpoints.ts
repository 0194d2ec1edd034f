import { openaiModels } from '../images-api/models.ts';

/** Kinds of fal models, which differ in input and pricing. */
export type FalKind = 'gpt-image' | 'nano-banana-2' | 'flux-2-pro';

export interface FalEndpoint {
  /** The full id; owner and app are its first two parts. */
  readonly id: string;
  readonly kind: FalKind;
  readonly edit: boolean;
  /** OpenAI's id of a GPT image model, which is charged by its tokens. */
  readonly openaiModel: string | null;
  /** Most pictures in one request. Four for GPT models is an assumption. */
  readonly mostImages: number;
}

const pair = (
  text: string,
  edit: string,
  kind: FalKind,
  openaiModel: string | null,
  mostImages: number,
): FalEndpoint[] => [
  { id: text, kind, edit: false, openaiModel, mostImages },
  { id: edit, kind, edit: true, openaiModel, mostImages },
];

const short = (id: string, kind: FalKind, openaiModel: string | null, mostImages: number) =>
  pair(id, `${id}/edit`, kind, openaiModel, mostImages);

/** Imagen 4 is left out: Google shut it down, and fal's answer since then is unknown. */
const endpoints: readonly FalEndpoint[] = [
  ...short('openai/gpt-image-2', 'gpt-image', 'gpt-image-2', 4),
  ...['flare', 'sunburst'].flatMap((name) => [
    ...pair(
      `openai/gpt-image-2.5/${name}/text-to-image`,
      `openai/gpt-image-2.5/${name}/edit`,
      'gpt-image',
      `gpt-image-2.5-${name}`,
      4,
    ),
    ...short(`fal-ai/gpt-image-2.6-${name}`, 'gpt-image', `gpt-image-2.6-${name}`, 4),
  ]),
  ...short('fal-ai/gpt-image-1.5', 'gpt-image', 'gpt-image-1.5', 4),
  ...short('fal-ai/nano-banana-2', 'nano-banana-2', null, 4),
  ...short('fal-ai/flux-2-pro', 'flux-2-pro', null, 1),
];

/** The endpoint of this id; those of a GPT model live as long as the model. */
export function falEndpoint(id: string, today: string): FalEndpoint | undefined {
  const endpoint = endpoints.find((it) => it.id === id);
  const end = openaiModels.find((it) => it.id === endpoint?.openaiModel)?.shutdownDate ?? null;
  return end === null || today < end ? endpoint : undefined;
}
