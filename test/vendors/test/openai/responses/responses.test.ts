import { setTimeout as sleep } from 'node:timers/promises';
import { inspectPicture, readStoryboardMark } from '@nextpanel/imaging';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../../src/ledger.ts';
import { startVendors } from '../../../src/start-vendors.ts';
import { drawPicture, openaiOf, rejectionOf } from '../../clients.ts';

type Created = OpenAI.Responses.ResponseCreateParamsNonStreaming;

const series = (more: Partial<Created> = {}): Created => ({
  model: 'gpt-5.4',
  input: 'Draw 3 panels of an illustrated story as 3 separate images, no composite.',
  tools: [{ type: 'image_generation', model: 'gpt-image-2', size: '1024x1024', quality: 'low' }],
  store: true,
  ...more,
});

const picturesOf = ({ output }: OpenAI.Responses.Response) =>
  output.flatMap((it) => (it.type === 'image_generation_call' && it.result ? [Buffer.from(it.result, 'base64')] : []));

async function finished(client: OpenAI, id: string): Promise<OpenAI.Responses.Response> {
  for (;;) {
    const response = await client.responses.retrieve(id);
    if (response.status !== 'queued' && response.status !== 'in_progress') return response;
    await sleep(10);
  }
}

describe('a series through the Responses API', () => {
  test('in the background: an id at once, later one call per picture, each marked with the last reference', async () => {
    await using vendors = await startVendors({ latencyMs: 100 });
    const client = openaiOf(vendors);
    const references = [await drawPicture('cast'), await drawPicture('previous')];
    const input: Created['input'] = [
      {
        role: 'user',
        content: [
          ...references.map((it) => ({
            type: 'input_image' as const,
            image_url: `data:image/png;base64,${Buffer.from(it).toString('base64')}`,
            detail: 'auto' as const,
          })),
          { type: 'input_text', text: 'Draw eight separate images, one for each panel, no composite.' },
        ],
      },
    ];
    const created = await client.responses.create(series({ input, background: true }));
    expect(created).toMatchObject({ status: 'queued', background: true, output: [] });
    expect(vendors.ledger).toEqual([]);
    const done = await finished(client, created.id);
    expect(done).toMatchObject({ status: 'completed', error: null });
    const pictures = picturesOf(done);
    expect(new Set(pictures.map(sha256Of)).size).toBe(8);
    for (const picture of pictures) {
      expect(await inspectPicture(picture)).toMatchObject({ width: 1_024, height: 1_024 });
      expect((await readStoryboardMark(picture))?.reference).toBe(sha256Of(references[1] as Uint8Array).slice(0, 16));
    }
    expect(done.tool_usage?.image_gen?.output_tokens).toBe(8 * 196);
    expect(vendors.ledger).toMatchObject([{ jobId: created.id, model: 'gpt-image-2', endpoint: '/v1/responses' }]);
    expect(vendors.ledger[0]?.references.map(({ sha256 }) => sha256)).toEqual(references.map(sha256Of));
  });

  test('in the foreground, up to max_tool_calls; without a number it is one picture', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    expect(picturesOf(await client.responses.create(series()))).toHaveLength(3);
    expect(picturesOf(await client.responses.create(series({ max_tool_calls: 2 })))).toHaveLength(2);
    expect(picturesOf(await client.responses.create(series({ input: 'Draw a hare' })))).toHaveLength(1);
  });

  test('cancelled while it waits: nothing is drawn, nothing paid', async () => {
    await using vendors = await startVendors({ latencyMs: 200 });
    const client = openaiOf(vendors);
    const { id } = await client.responses.create(series({ background: true }));
    expect(await client.responses.cancel(id)).toMatchObject({ status: 'cancelled' });
    await sleep(300);
    expect(await client.responses.retrieve(id)).toMatchObject({ status: 'cancelled' });
    expect(vendors.ledger).toEqual([]);
  });

  test('tools[0].n, an image model as the mainline one, an unknown id', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    const tools = [{ type: 'image_generation', n: 8 }] as unknown as NonNullable<Created['tools']>;
    expect(await rejectionOf(client.responses.create(series({ tools })), OpenAI.BadRequestError)).toMatchObject({
      code: 'unknown_parameter',
      param: 'tools[0].n',
    });
    await rejectionOf(client.responses.create(series({ model: 'gpt-image-2' })), OpenAI.BadRequestError);
    await rejectionOf(client.responses.retrieve('resp_none'), OpenAI.NotFoundError);
    expect(vendors.ledger).toEqual([]);
  });
});

describe('faults of background responses', () => {
  test('moderation of the prompt: failed, with stage and categories, unpaid', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('moderation-input');
    const client = openaiOf(vendors);
    const done = await finished(client, (await client.responses.create(series({ background: true }))).id);
    expect(done).toMatchObject({
      status: 'failed',
      output: [
        {
          status: 'failed',
          result: null,
          error: {
            code: 'moderation_blocked',
            moderation_details: { moderation_stage: 'input', categories: ['violence'] },
          },
        },
      ],
    });
    expect(vendors.ledger).toEqual([]);
  });

  test('moderation of one picture: the others are returned, and all are paid', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('moderation-output');
    const client = openaiOf(vendors);
    const done = await finished(client, (await client.responses.create(series({ background: true }))).id);
    expect(done.status).toBe('completed');
    expect(picturesOf(done)).toHaveLength(2);
    expect(vendors.ledger).toMatchObject([{ fault: 'moderation-output' }]);
  });

  test('job-failed, stuck until cancelled, forgotten', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    const order = async () => (await client.responses.create(series({ background: true }))).id;
    vendors.faults.next('job-failed');
    expect(await finished(client, await order())).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    vendors.faults.next('stuck');
    const stuck = await order();
    await sleep(150);
    expect(await client.responses.retrieve(stuck)).toMatchObject({ status: 'in_progress' });
    expect(await client.responses.cancel(stuck)).toMatchObject({ status: 'cancelled' });
    expect(vendors.ledger).toEqual([]);
    const id = await order();
    vendors.faults.next('forgotten');
    await rejectionOf(client.responses.retrieve(id), OpenAI.NotFoundError);
    expect(await finished(client, id)).toMatchObject({ status: 'completed' });
  });

  test('paid, then lost: the id never arrives, the drawing is in the ledger', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('reset-after-work');
    await rejectionOf(openaiOf(vendors).responses.create(series({ background: true })), OpenAI.APIConnectionError);
    expect(vendors.ledger).toMatchObject([{ fault: 'reset-after-work', images: [{}, {}, {}] }]);
  });

  test('a composite instead of eight', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('composite');
    expect(picturesOf(await openaiOf(vendors).responses.create(series()))).toHaveLength(1);
  });
});
