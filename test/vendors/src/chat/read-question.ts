import { sha256Of } from '../ledger.ts';

/** A frame of a question, with the ids of the characters that are asked about. */
export interface AskedFrame {
  readonly frame: number;
  readonly characters: readonly string[];
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface ChatQuestion {
  readonly model: string;
  /** All its words. */
  readonly text: string;
  readonly pictures: number;
  readonly frames: readonly AskedFrame[];
  /** The form of answer it asks for; null: none. */
  readonly form: 'json_schema' | 'json_object' | 'tool' | null;
  /** The tool that it is to call; empty for none. */
  readonly tool: string;
  /** How often the judge has answered in this conversation. */
  readonly turns: number;
}

interface Part {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** Reads a call as a model would: frames are the pictures after words that begin with "Frame N". */
export function readQuestion(body: Buffer): ChatQuestion {
  const { model, messages, response_format, tools } = JSON.parse(body.toString()) as {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string | readonly Part[] }[];
    readonly response_format?: { readonly type: 'json_schema' | 'json_object' };
    readonly tools?: readonly { readonly function: { readonly name: string } }[];
  };
  const parts = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content,
  );
  const frames = parts.flatMap((part, index): AskedFrame[] => {
    const words = parts[index - 1]?.text ?? '';
    const number = /^Frame (\d+) /.exec(words)?.[1];
    if (part.image_url === undefined || number === undefined) return [];
    const bytes = Buffer.from(part.image_url.url.split(',')[1] ?? '', 'base64');
    const characters = [...words.matchAll(/^- id "([^"]+)"/gm)].map(([, id = '']) => id);
    return [{ frame: Number(number), characters, bytes, sha256: sha256Of(bytes) }];
  });
  return {
    model,
    text: parts.map(({ text = '' }) => text).join('\n'),
    pictures: parts.filter(({ image_url }) => image_url !== undefined).length,
    frames,
    form: tools === undefined ? (response_format?.type ?? null) : 'tool',
    tool: tools?.[0]?.function.name ?? '',
    turns: messages.filter(({ role }) => role === 'assistant').length,
  };
}
