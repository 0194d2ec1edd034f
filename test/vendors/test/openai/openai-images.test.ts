import { inspectPicture, readStoryboardMark } from '@nextpanel/imaging';
import OpenAI, { toFile } from 'openai';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../src/ledger.ts';
import { startVendors } from '../../src/start-vendors.ts';
import { drawPicture, openaiOf, rejectionOf } from '../clients.ts';

const prompt = 'The hare boasts to the animals in the meadow';
const model = 'gpt-image-2';

describe('images through the openai SDK', () => {
  test('a generated picture is real, of the requested size, and in the ledger under the id that the client got', async () => {
    await using vendors = await startVendors();
    const answer = await openaiOf(vendors).images.generate({ model, prompt, size: '1536x1024', quality: 'medium' });
    const picture = Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64');
    expect(await inspectPicture(picture)).toEqual({ mime: 'image/png', width: 1_536, height: 1_024 });
    expect(answer).toMatchObject({ size: '1536x1024', quality: 'medium', output_format: 'png', background: 'opaque' });
    // gpt-image-2, medium, landscape: 41 thousandths of a dollar by OpenAI's own table.
    expect(answer.usage).toMatchObject({ output_tokens: 1_372, input_tokens: 11 });
    expect(vendors.ledger).toMatchObject([
      {
        vendor: 'openai',
        endpoint: '/v1/images/generations',
        model,
        prompt,
        requestId: answer._request_id,
        images: [{ sha256: sha256Of(picture), bytes: picture.length, mime: 'image/png' }],
        fault: null,
      },
    ]);
    expect(vendors.ledger[0]?.costUsd).toBeCloseTo(0.041, 3);
  });

  test.each(['png', 'jpeg', 'webp'] as const)(
    'n pictures in one call are %s, all different, one usage',
    async (format) => {
      await using vendors = await startVendors();
      const answer = await openaiOf(vendors).images.generate({
        model,
        prompt,
        n: 3,
        size: '1024x1024',
        output_format: format,
        quality: 'high',
      });
      const pictures = answer.data?.map(({ b64_json }) => Buffer.from(b64_json ?? '', 'base64')) ?? [];
      expect(new Set(pictures.map(sha256Of)).size).toBe(3);
      const [first] = await Promise.all(pictures.map((it) => inspectPicture(it)));
      expect(first?.mime).toBe(`image/${format}`);
      expect(await readStoryboardMark(pictures[0] as Buffer)).toMatchObject({ reference: '0'.repeat(16) });
      expect(answer.usage?.output_tokens).toBe(3 * 7_024);
    },
  );

  test('references arrive in order, byte for byte, and the last one is in the mark', async () => {
    await using vendors = await startVendors();
    const references = await Promise.all(['cast', 'anchor', 'previous'].map((name) => drawPicture(name)));
    const image = await Promise.all(references.map((it, index) => toFile(it, `${index}.png`, { type: 'image/png' })));
    const answer = await openaiOf(vendors).images.edit({ model, prompt, image, size: '1024x1024', n: 2 });
    const [entry] = vendors.ledger;
    expect(entry?.endpoint).toBe('/v1/images/edits');
    expect(entry?.references.map(({ sha256 }) => sha256)).toEqual(references.map(sha256Of));
    expect(Buffer.compare(entry?.references[1]?.bytes ?? Buffer.alloc(0), references[1] as Uint8Array)).toBe(0);
    for (const { b64_json } of answer.data ?? []) {
      const mark = await readStoryboardMark(Buffer.from(b64_json ?? '', 'base64'));
      expect(mark?.reference).toBe(sha256Of(references[2] as Uint8Array).slice(0, 16));
    }
    // Each output is charged the references again: 256² counts as enlarged to 512².
    expect(answer.usage?.input_tokens_details.image_tokens).toBe(2 * 3 * 256);
  });

  test('one file, a mask of its size, and a mask of another', async () => {
    await using vendors = await startVendors();
    const png = await drawPicture('one');
    const image = () => toFile(png, 'one.png', { type: 'image/png' });
    const client = openaiOf(vendors);
    await client.images.edit({ model, prompt, image: await image(), mask: await image() });
    const small = await toFile(await drawPicture('small', { width: 128, height: 128 }), 'm.png', { type: 'image/png' });
    const error = await rejectionOf(
      client.images.edit({ model, prompt, image: await image(), mask: small }),
      OpenAI.BadRequestError,
    );
    expect(error).toMatchObject({ param: 'mask', code: 'invalid_image_file' });
    expect(vendors.ledger.map(({ references }) => references.length)).toEqual([1]);
  });

  test('edits as JSON take data URLs and uploaded files', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    const [first, second] = [await drawPicture('first'), await drawPicture('second')];
    const file = await client.files.create({
      file: await toFile(second, 'second.png', { type: 'image/png' }),
      purpose: 'vision',
    });
    const images = [
      { image_url: `data:image/png;base64,${Buffer.from(first).toString('base64')}` },
      { file_id: file.id },
    ];
    const answer = await client.post<OpenAI.ImagesResponse>('/images/edits', {
      body: { model, prompt, images, size: '1024x1024', moderation: 'low' },
    });
    expect(answer.data).toHaveLength(1);
    expect(vendors.ledger[0]?.references.map(({ sha256 }) => sha256)).toEqual([first, second].map(sha256Of));
  });

  test('a stream sends the partial images, then the final one with its usage', async () => {
    await using vendors = await startVendors();
    const stream = await openaiOf(vendors).images.generate({
      model,
      prompt,
      size: '1024x1024',
      quality: 'low',
      stream: true,
      partial_images: 2,
    });
    const seen = [];
    for await (const event of stream) seen.push(event);
    expect(seen.map(({ type }) => type)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    const completed = seen.at(-1);
    expect(completed).toMatchObject({ usage: { output_tokens: 196 + 2 * 100 } });
    expect((await inspectPicture(Buffer.from(completed?.b64_json ?? '', 'base64'))).width).toBe(1_024);
  });

  test('the same order drawn again gives another picture; both are the same in every emulator', async () => {
    const shas = async () => {
      await using vendors = await startVendors();
      const client = openaiOf(vendors);
      for (const _ of [1, 2]) await client.images.generate({ model, prompt, size: '1024x1024' });
      return vendors.ledger.flatMap(({ images }) => images.map(({ sha256 }) => sha256));
    };
    const [first, second] = [await shas(), await shas()];
    expect(first).toEqual(second);
    expect(new Set(first).size).toBe(2);
  });
});

describe('what OpenAI refuses, unpaid', () => {
  const refused: readonly [string, Record<string, unknown>, number, Record<string, unknown>][] = [
    ['a parameter it does not know', { seed: 7 }, 400, { code: 'unknown_parameter', param: 'seed' }],
    ['response_format', { response_format: 'url' }, 400, { code: 'unknown_parameter', param: 'response_format' }],
    ['more than ten', { n: 11 }, 400, { param: 'n' }],
    ['a size off the grid of 16', { size: '1920x1080' }, 400, { param: 'size' }],
    ['a size above 3:1', { size: '3072x768' }, 400, { param: 'size' }],
    ['too few pixels', { size: '512x512' }, 400, { param: 'size' }],
    ['too many pixels', { size: '3840x3840' }, 400, { param: 'size' }],
    ['32,001 characters', { prompt: 'x'.repeat(32_001) }, 400, { param: 'prompt' }],
    ['a stream of two', { stream: true, n: 2 }, 400, { type: 'invalid_request_error' }],
    ['transparency in JPEG', { background: 'transparent', output_format: 'jpeg' }, 400, { param: 'background' }],
    ['transparency of gpt-image-2', { background: 'transparent' }, 400, { param: 'background' }],
    ['max quality of gpt-image-2', { quality: 'max' }, 400, { param: 'quality' }],
    ['complexity before 2.6', { complexity: 'low' }, 400, { code: 'unknown_parameter', param: 'complexity' }],
    ['gpt-image-1', { model: 'gpt-image-1' }, 404, { code: 'model_not_found' }],
    ['dall-e-3', { model: 'dall-e-3' }, 404, { code: 'model_not_found' }],
  ];
  test.each(refused)('%s', async (_, parameters, status, seen) => {
    await using vendors = await startVendors();
    vendors.faults.next('server-error');
    const order = openaiOf(vendors).images.generate({ model, prompt, ...parameters } as OpenAI.ImageGenerateParams);
    const error = await rejectionOf(order, OpenAI.APIError);
    expect(error).toMatchObject({ status, ...seen });
    expect(error.requestID).toMatch(/^req_/);
    expect(vendors.ledger).toEqual([]);
    expect(vendors.faults.armed, 'a refused order uses up no fault').toHaveLength(1);
  });

  test('sizes at the edges of the rule are drawn', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    for (const size of ['1920x1088', '2160x3840', '1408x480']) await client.images.generate({ model, prompt, size });
    expect(vendors.ledger).toHaveLength(3);
  });

  test('17 references, a text file, and a truncated picture', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    const png = await drawPicture('one');
    const file = (bytes: Uint8Array<ArrayBuffer>, type = 'image/png') => toFile(bytes, 'a.png', { type });
    const edit = async (image: OpenAI.ImageEditParams['image']) =>
      rejectionOf(client.images.edit({ model, prompt, image }), OpenAI.BadRequestError);
    expect(await edit(await Promise.all(Array.from({ length: 17 }, () => file(png))))).toMatchObject({
      param: 'image',
    });
    expect(await edit(await file(png, 'text/plain'))).toMatchObject({ code: 'unsupported_file_mimetype' });
    expect(await edit(await file(png.slice(0, 5_000)))).toMatchObject({ code: 'invalid_image_file' });
    expect(vendors.ledger).toEqual([]);
  });

  test('input_fidelity, and moderation in a form', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    const image = await toFile(await drawPicture('one'), 'a.png', { type: 'image/png' });
    const edit = (more: object) => client.images.edit({ model, prompt, image, ...more });
    expect(await rejectionOf(edit({ input_fidelity: 'high' }), OpenAI.BadRequestError)).toMatchObject({
      param: 'input_fidelity',
    });
    expect(await rejectionOf(edit({ moderation: 'low' }), OpenAI.BadRequestError)).toMatchObject({
      code: 'unknown_parameter',
    });
  });

  test('a model on its last day and on the day after', async () => {
    const order = async (today: string) => {
      await using vendors = await startVendors({ today });
      const client = openaiOf(vendors);
      const listed = await client.models.list();
      await client.images.generate({ model: 'gpt-image-1.5', prompt, size: '1024x1024' });
      return listed.data.find(({ id }) => id === 'gpt-image-1.5');
    };
    expect(await order('2026-11-30')).toMatchObject({ shutdown_date: '2026-12-01' });
    await rejectionOf(order('2026-12-01'), OpenAI.NotFoundError);
  });

  test('no key, and a wrong key', async () => {
    await using vendors = await startVendors({ keys: { openai: ['sk-right'] } });
    const wrong = openaiOf(vendors, { apiKey: 'sk-wrong' }).images.generate({ model, prompt });
    expect(await rejectionOf(wrong, OpenAI.AuthenticationError)).toMatchObject({ code: 'invalid_api_key' });
    const none = openaiOf(vendors, { defaultHeaders: { authorization: null } }).images.generate({ model, prompt });
    await rejectionOf(none, OpenAI.AuthenticationError);
    await openaiOf(vendors, { apiKey: 'sk-right' }).images.generate({ model, prompt, size: '1024x1024' });
    expect(vendors.calls.map(({ status }) => status)).toEqual([401, 401, 200]);
  });
});
