import type { Usage } from '@nextpanel/core';
import { z } from 'zod';

const tokens = z.int().min(0);

/** Tokens of the image model, as the Images API and the tool of the Responses API tell them. */
export const imageUsageSchema = z.object({
  input_tokens: tokens,
  input_tokens_details: z.object({ text_tokens: tokens, image_tokens: tokens }).nullish(),
  output_tokens: tokens,
  output_tokens_details: z.object({ text_tokens: tokens, image_tokens: tokens }).nullish(),
  cached_tokens_details: z.object({ cached_text_tokens: tokens, cached_image_tokens: tokens }).nullish(),
});

/** Where a vendor does not say which tokens are whose, they count as the dearer. */
export function usageOf(reported: z.output<typeof imageUsageSchema>): Usage {
  const input = reported.input_tokens_details ?? { text_tokens: 0, image_tokens: reported.input_tokens };
  const output = reported.output_tokens_details ?? { text_tokens: 0, image_tokens: reported.output_tokens };
  const { cached_text_tokens: text = 0, cached_image_tokens: image = 0 } = reported.cached_tokens_details ?? {};
  return {
    textIn: Math.max(0, input.text_tokens - text),
    cachedTextIn: text,
    imageIn: Math.max(0, input.image_tokens - image),
    cachedImageIn: image,
    imageOut: output.image_tokens,
    textOut: output.text_tokens,
  };
}
