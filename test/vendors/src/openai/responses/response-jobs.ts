import type { Order } from '../../drawing/order.ts';
import type { MetFault } from '../../faults/fault-queue.ts';
import type { ImageUsage } from '../../images-api/charge.ts';

/** One order sent to `/v1/responses`, from which its pictures can be collected. */
export interface ResponseJob {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  /** The body as received: much of it is repeated in every answer. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly background: boolean;
  readonly order: Order;
  readonly cancelled: AbortController;
  /** The fault that strikes when it runs. */
  readonly fault: MetFault | null;
  status: 'queued' | 'in_progress' | 'completed' | 'failed' | 'cancelled';
  output: readonly Readonly<Record<string, unknown>>[];
  error: { readonly code: string; readonly message: string } | null;
  usage: ImageUsage | null;
}

export type ResponseJobs = Map<string, ResponseJob>;

/** The response object, as returned when it is created or retrieved. */
export function responseOf({ id, createdAt, body, background, status, output, error, usage }: ResponseJob) {
  const main = usage === null ? null : { input: usage.input_tokens_details.text_tokens + 300, output: 120 };
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status,
    background,
    error,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    metadata: body.metadata ?? {},
    model: body.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    store: body.store ?? true,
    temperature: 1,
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools,
    top_p: 1,
    // The mainline model's own tokens are invented: only the pictures are charged.
    usage: main && {
      input_tokens: main.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: main.output,
      output_tokens_details: { reasoning_tokens: 64 },
      total_tokens: main.input + main.output,
    },
    ...(usage && { tool_usage: { image_gen: usage } }),
  };
}
