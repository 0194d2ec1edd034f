import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { ApiError, ServerUnreachable } from '@nextpanel/client';

/** What a tool answers: facts as JSON, for the model to read. */
export const facts = (value: unknown): CallToolResult => ({
  content: [{ type: 'text', text: JSON.stringify(value, null, 1) }],
});

/** A picture with what it shows. */
export async function picture(response: Response, value: unknown): Promise<CallToolResult> {
  const data = Buffer.from(await response.arrayBuffer()).toString('base64');
  const mimeType = response.headers.get('content-type')?.split(';')[0] ?? 'image/png';
  return { content: [{ type: 'image', data, mimeType }, ...facts(value).content] };
}

/** A refusal of the server as an answer: the model reads what is wrong, and can correct it. */
export async function answering(act: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ServerUnreachable) return failed({ code: 'unreachable', detail: error.message });
    if (!(error instanceof ApiError)) throw error;
    const { code, detail, errors } = error.problem;
    return failed({ code, detail, ...(errors && errors.length > 0 && { errors }) });
  }
}

const failed = (problem: object): CallToolResult => ({ ...facts(problem), isError: true });
