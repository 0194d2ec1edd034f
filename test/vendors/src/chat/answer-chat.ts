import type { Emulator } from '../emulator.ts';
import { meetFault } from '../faults/meet-fault.ts';
import { credentialOf, judgeKey } from '../http/check-key.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import { ImagesApiError } from '../images-api/images-api-error.ts';
import { openaiFaultReply, openaiHeaders, openaiRefusal } from '../openai/openai-images.ts';
import { adaptPieces, piecesOf } from './adapt-pieces.ts';
import { judgeFrames } from './judge-frames.ts';
import { type ChatQuestion, readQuestion } from './read-question.ts';

/** It answers under any name; these it lists. */
const offered = ['writes-all', 'sees-all', 'text-embedding-small', 'gpt-image-2', 'whisper-1'];

/** Everything under `/chat`: a server of chat completions with the base URL `/chat/v1`, behind it a model that sees and writes. */
export async function answerChat(emulator: Emulator, call: Call): Promise<Reply> {
  const { method, path } = call;
  if (method === 'GET' && path === '/chat/v1/models')
    return json(200, { object: 'list', data: offered.map((id) => ({ id, object: 'model' })) });
  if (method !== 'POST' || path !== '/chat/v1/chat/completions') return json(404, { error: { message: 'Not Found' } });
  const flaw = judgeKey(emulator, 'chat', credentialOf(call.headers.authorization, 'Bearer') ?? '');
  if (flaw !== null && emulator.keys.chat !== undefined)
    return openaiRefusal(new ImagesApiError({ status: 401, message: 'Incorrect API key provided' }), call);
  const question = readQuestion(call.body);
  const struck = { vendor: 'chat', operation: 'order', path, model: question.model, prompt: question.text } as const;
  return meetFault(
    emulator,
    struck,
    (fault) => openaiFaultReply(fault, call),
    (fault) => complete(emulator, call, question, fault?.name ?? null),
  );
}

async function complete(emulator: Emulator, call: Call, question: ChatQuestion, fault: string | null): Promise<Reply> {
  const { judge, judged } = emulator;
  const { form } = question;
  if (form !== null && !judge.knows.includes(form)) {
    const message =
      form === 'tool' ? "'tools' is not supported by this model" : `'response_format.type' must not be '${form}'`;
    return openaiRefusal(new ImagesApiError({ status: 400, message }), call);
  }
  const { text, finish } = judge.refuses
    ? { text: "I'm sorry, but I can't look at pictures of people.", finish: 'stop' }
    : piecesOf(question.text).length > 0
      ? adaptPieces(judge, question)
      : await judgeFrames(judge, question);
  const [input, output] = [Math.ceil(question.text.length / 4) + 800 * question.pictures, Math.ceil(text.length / 4)];
  judged.push({
    model: question.model,
    form,
    frames: question.frames.map(({ frame }) => frame),
    words: question.text,
    fault,
    at: Date.now(),
  });
  const asTool = form === 'tool' && !judge.refuses;
  return json(
    200,
    {
      id: `chatcmpl-${call.requestId}`,
      object: 'chat.completion',
      model: question.model,
      choices: [
        {
          index: 0,
          finish_reason: asTool ? 'tool_calls' : finish,
          message: {
            role: 'assistant',
            content: asTool || judge.refuses ? null : text,
            refusal: judge.refuses ? text : null,
            ...(asTool && {
              tool_calls: [{ id: 'call_1', type: 'function', function: { name: question.tool, arguments: text } }],
            }),
          },
        },
      ],
      ...(judge.usage && { usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output } }),
    },
    openaiHeaders(call),
  );
}
