import { randomBytes } from 'node:crypto';
import { type ChatLevel, type ChatMessage, openChat } from '@nextpanel/chat';
import { composeReview, type ReviewShot, readAnswers, reviewForm } from '@nextpanel/checks/review';
import { type FaultName, startVendors, type Vendors } from '@nextpanel/vendors';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors();
});
beforeEach(() => vendors.faults.clear());
afterAll(() => vendors.stop());

const model = 'sees-all';
const own = { name: 'the review server', keyVariable: 'NEXTPANEL_REVIEW_API_KEY' };
const paint = (background: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .jpeg()
    .toBuffer();

async function shotOf(frame: number, background: string): Promise<ReviewShot> {
  const character = { id: 'hare', name: 'Hare', description: 'a brown hare', outfit: null };
  const picture = { sha256: randomBytes(32).toString('hex'), mime: 'image/jpeg', bytes: await paint(background) };
  return { frame, prompt: 'the hare runs', place: null, painted: [], characters: [character], picture };
}

const ask = (messages: readonly ChatMessage[], level: ChatLevel) =>
  openChat({ ...own, baseUrl: vendors.chatUrl, apiKey: 'k' }).ask(
    { model, messages, form: reviewForm },
    level,
    AbortSignal.timeout(20_000),
  );

describe('a judge behind a chat endpoint', () => {
  it.each(['json-schema', 'json-object', 'tool', 'text'] as const)('sees what is wrong, asked by %s', async (level) => {
    vendors.judge.chatty = level === 'text';
    const shots = [await shotOf(1, '#7a6a50'), await shotOf(2, '#c040c0')];
    const { text, usage } = await ask(composeReview({ references: [], shots }), level);
    const read = readAnswers(text, shots);
    expect(read.kind === 'answers' && read.frames.map(({ characters }) => characters[0]?.outfit.answer)).toEqual([
      'match',
      'mismatch',
    ]);
    expect(usage?.input).toBeGreaterThan(1_600);
    vendors.judge.chatty = false;
  });

  it('says which form of answer a server does not know, at no cost', async () => {
    vendors.judge.knows = [];
    const messages = composeReview({ references: [], shots: [await shotOf(1, '#7a6a50')] });
    for (const level of ['json-schema', 'json-object', 'tool'] as const)
      await expect(ask(messages, level)).rejects.toMatchObject({ code: 'invalid_request', money: 'none' });
    expect((await ask(messages, 'text')).text).toContain('"frames"');
    vendors.judge.knows = ['json_schema', 'json_object', 'tool'];
  });

  it.each<[FaultName, object]>([
    ['rate-limited-seconds', { code: 'rate_limited', money: 'none', retryAfterMs: 1_000 }],
    ['wrong-key', { code: 'wrong_credentials', money: 'none' }],
    ['server-error', { code: 'server_error', money: 'possibly' }],
    ['reset-after-work', { code: 'connection_lost', money: 'possibly' }],
    ['truncated-json', { code: 'bad_response', money: 'possibly' }],
    ['bad-gateway-html', { code: 'server_error', money: 'possibly' }],
  ])('fails as %s, and the error says what may be paid', async (fault, error) => {
    vendors.faults.next(fault);
    const messages = composeReview({ references: [], shots: [await shotOf(1, '#7a6a50')] });
    await expect(ask(messages, 'json-schema')).rejects.toMatchObject(error);
  });

  it('declines, is cut, or cannot be reached', async () => {
    const messages = composeReview({ references: [], shots: [await shotOf(1, '#7a6a50'), await shotOf(2, '#7a6a50')] });
    vendors.judge.refuses = true;
    expect(await ask(messages, 'json-schema')).toMatchObject({ refusal: expect.stringContaining("can't look") });
    Object.assign(vendors.judge, { refuses: false, framesMost: 1 });
    expect(await ask(messages, 'json-schema')).toMatchObject({ cut: true });
    vendors.judge.framesMost = null;
    const nowhere = openChat({ ...own, baseUrl: 'http://127.0.0.1:65531/v1', apiKey: null });
    await expect(
      nowhere.ask({ model, messages, form: reviewForm }, 'text', AbortSignal.timeout(20_000)),
    ).rejects.toMatchObject({
      code: 'connection_lost',
      money: 'none',
      fault: 'unreachable',
    });
  });
});
