import type { Usage } from '@nextpanel/core';
import { z } from 'zod';
import { textOrPicture } from '../../openai-family/answers/read-images-answer.ts';
import { imageUsageSchema, usageOf } from '../../openai-family/read-usage.ts';
import type { Vendor } from '../../openai-family/vendor.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';

const tokens = z.int().min(0);

const callSchema = z.object({
  type: z.literal('image_generation_call'),
  status: z.string(),
  result: textOrPicture,
  error: z.unknown().optional(),
});

const messageSchema = z.object({
  type: z.literal('message'),
  content: z.array(z.object({ text: z.string().nullish(), refusal: z.string().nullish() })),
});

const schema = z.object({
  status: z.enum(['queued', 'in_progress', 'completed', 'failed', 'cancelled', 'incomplete']),
  created_at: z.number().nullish().catch(null),
  output: z.array(z.unknown()).nullish(),
  error: z.unknown().optional(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish().catch(null),
  usage: z
    .object({
      input_tokens: tokens,
      input_tokens_details: z.object({ cached_tokens: tokens }).nullish(),
      output_tokens: tokens,
    })
    .nullish()
    .catch(null),
  tool_usage: z.object({ image_gen: imageUsageSchema.nullish() }).nullish().catch(null),
});

type Call = z.output<typeof callSchema>;

/** A response as it stands now. */
export interface ResponseState {
  readonly status: z.output<typeof schema>['status'];
  /** Milliseconds since the epoch, by OpenAI's clock; null when it is not reported. */
  readonly createdAt: number | null;
  /** Calls of the image tool, in order. */
  readonly calls: readonly Call[];
  /** What the language model said instead of, or beside, drawing. */
  readonly words: string;
  /** What it refused with; null: it did not. */
  readonly refusal: string | null;
  /** The `error` member, as it is. */
  readonly error: unknown;
  readonly incompleteReason: string | null;
  /** Null while, or where, it is not reported. */
  readonly usage: Usage | null;
}

/** Reads a response object. Throws `bad_response`. */
export function readResponse(answer: unknown, vendor: Vendor): ResponseState {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    const says = `${vendor.name}'s answer is no response object`;
    const words = typeof answer === 'string' ? answer.slice(0, 200) : z.prettifyError(parsed.error);
    throw vendorError(vendor, 'bad_response', says, {
      words,
      fault: typeof answer === 'string' ? 'outage' : 'final',
      retryable: true,
      money: 'none',
    });
  }
  const { status, created_at: created, output, error, incomplete_details: incomplete, usage, tool_usage } = parsed.data;
  const image = tool_usage?.image_gen;
  const cached = usage?.input_tokens_details?.cached_tokens ?? 0;
  return {
    status,
    createdAt: created == null ? null : created * 1_000,
    ...readMessages(output ?? []),
    calls: (output ?? []).flatMap((item) => callSchema.safeParse(item).data ?? []),
    error,
    incompleteReason: incomplete?.reason ?? null,
    usage: image
      ? {
          ...usageOf(image),
          ...(usage && {
            responses: { in: Math.max(0, usage.input_tokens - cached), cachedIn: cached, out: usage.output_tokens },
          }),
        }
      : null,
  };
}

function readMessages(output: readonly unknown[]): Pick<ResponseState, 'words' | 'refusal'> {
  const parts = output.flatMap((item) => messageSchema.safeParse(item).data?.content ?? []);
  const join = (texts: readonly (string | null | undefined)[]) => texts.filter(Boolean).join(' ');
  return { words: join(parts.map(({ text }) => text)), refusal: join(parts.map(({ refusal }) => refusal)) || null };
}
