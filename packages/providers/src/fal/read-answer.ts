import type { Usage } from '@nextpanel/core';
import { z } from 'zod';

/** What fal answers, as far as it is read; more may come. */

export const acceptedSchema = z.object({ request_id: z.string().min(1) });

export const statusSchema = z.object({
  status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']),
  error: z.unknown().optional(),
  error_type: z.string().nullish(),
});
export type FalStatus = z.output<typeof statusSchema>;

const imageSchema = z.object({ url: z.string().min(1) });

export const imagesSchema = z.object({ images: z.array(imageSchema) });

/** No picture at all is no result: some models answer so when they will not draw. */
export const resultSchema = z.object({
  images: z.array(imageSchema).min(1),
  usage: z.unknown().optional(),
  /** Which pictures fal's safety checker blackened, where the model has one. */
  has_nsfw_concepts: z.array(z.unknown()).nullish().catch(null),
});

/** `detail` of a model's own error is a list of these, of an older one or of the infrastructure a text. */
export const failureSchema = z.object({
  detail: z
    .union([z.string(), z.array(z.object({ msg: z.string(), type: z.string(), loc: z.array(z.unknown()).optional() }))])
    .optional(),
  error_type: z.string().optional(),
  message: z.string().optional(),
});
export type FalFailure = z.output<typeof failureSchema>;

const count = z.number().min(0);
const parts = z.object({ text_tokens: count.optional(), image_tokens: count.optional() });
const usageSchema = z.object({
  input_tokens: count.optional(),
  input_tokens_details: parts
    .extend({ cached_tokens: count.optional(), cached_tokens_details: parts.optional() })
    .optional(),
  output_tokens: count,
  output_tokens_details: parts.optional(),
});

/**
 * Usage of the GPT image models in OpenAI's form, which fal passes on (its page names `usage` but not its contents). Null for any
 * other form: then the expected price counts.
 */
export function readUsage(usage: unknown): Usage | null {
  const parsed = usageSchema.safeParse(usage);
  if (!parsed.success) return null;
  const { input_tokens: all = 0, input_tokens_details: given, output_tokens: out, output_tokens_details } = parsed.data;
  const imageIn = given?.image_tokens ?? 0;
  const cachedImageIn = given?.cached_tokens_details?.image_tokens ?? 0;
  const cachedTextIn = given?.cached_tokens_details?.text_tokens ?? 0;
  const textIn = given?.text_tokens ?? Math.max(0, all - imageIn);
  const textOut = output_tokens_details?.text_tokens ?? 0;
  return {
    textIn: Math.max(0, textIn - cachedTextIn),
    cachedTextIn,
    imageIn: Math.max(0, imageIn - cachedImageIn),
    cachedImageIn,
    imageOut: output_tokens_details?.image_tokens ?? Math.max(0, out - textOut),
    textOut,
  };
}
