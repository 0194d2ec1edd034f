import type { ChatLevel, ChatMessage, ChatPart } from './chat.ts';
import { answersJsonSchema } from './questionnaire.ts';

/** The name under which the answer is asked for, as schema and as tool. */
export const answerName = 'review';

/**
 * The body of a call, complete except for its pictures: `address` says what stands in their place. What is stored names them by their
 * hash; what is sent carries their bytes.
 */
export function chatBody(
  { model, messages }: { readonly model: string; readonly messages: readonly ChatMessage[] },
  level: ChatLevel,
  address: (picture: Extract<ChatPart, { type: 'picture' }>['picture']) => string,
): Readonly<Record<string, unknown>> {
  return {
    model,
    messages: messages.map(({ role, content }) => ({
      role,
      content:
        typeof content === 'string'
          ? content
          : content.map((part) =>
              part.type === 'text'
                ? part
                : { type: 'image_url', image_url: { url: address(part.picture), detail: 'high' } },
            ),
    })),
    ...formOf(level),
  };
}

function formOf(level: ChatLevel): Readonly<Record<string, unknown>> {
  const schema = answersJsonSchema();
  switch (level) {
    case 'json-schema':
      return { response_format: { type: 'json_schema', json_schema: { name: answerName, strict: true, schema } } };
    case 'json-object':
      return { response_format: { type: 'json_object' } };
    case 'tool':
      return {
        tools: [
          {
            type: 'function',
            function: { name: answerName, description: 'Hands in the answers about every frame', parameters: schema },
          },
        ],
        tool_choice: { type: 'function', function: { name: answerName } },
      };
    case 'text':
      return {};
  }
}
