import type { ChatCall, ChatLevel, ChatPart } from './chat.ts';

/**
 * The body of a call, complete except for its pictures: `address` says what stands in their place. What is stored names them by their
 * hash; what is sent carries their bytes.
 */
export function chatBody(
  { model, messages, form }: ChatCall,
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
    ...askFor(form, level),
  };
}

function askFor({ name, description, schema }: ChatCall['form'], level: ChatLevel): Readonly<Record<string, unknown>> {
  switch (level) {
    case 'json-schema':
      return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
    case 'json-object':
      return { response_format: { type: 'json_object' } };
    case 'tool':
      return {
        tools: [{ type: 'function', function: { name, description, parameters: schema } }],
        tool_choice: { type: 'function', function: { name } },
      };
    case 'text':
      return {};
  }
}
