import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@nextpanel/client';
import { measureChain, priceChains } from './chains/compare-chains.ts';
import { describeChains, describePrice } from './chains/describe-chains.ts';
import { openEmulatedServer } from './chains/open-emulated-server.ts';

/*
 * One story of 64 panels, drawn by four policies of what goes along with a panel, and how far its look drifts with each. Against the
 * emulator, or against a server of yours with a real model: `--url http://127.0.0.1:3000 --provider openai --quality low`. It shows the price
 * and asks before it spends anything; run again after an interruption, it continues the same stories.
 */
const { values } = parseArgs({
  options: {
    panels: { type: 'string', default: '64' },
    seed: { type: 'string', default: '7' },
    url: { type: 'string' },
    provider: { type: 'string', default: 'openai' },
    model: { type: 'string' },
    size: { type: 'string' },
    quality: { type: 'string' },
    review: { type: 'string' },
    yes: { type: 'boolean', default: false },
  },
});
const { url, provider, model, review } = values;
const options = {
  panels: Number(values.panels),
  seed: Number(values.seed),
  render: { provider, model, size: values.size ?? '1024x1024', quality: values.quality ?? 'low' },
  review,
};

await using server =
  url === undefined
    ? await openEmulatedServer()
    : {
        client: createClient({ baseUrl: url, apiKey: process.env.NEXTPANEL_API_KEY }),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
const priced = await priceChains(server.client, options);
process.stdout.write(
  `${options.panels} panels, seed ${options.seed}, ${url ?? 'the emulator'}\n${describePrice(priced)}`,
);
if (url === undefined || values.yes || (await agrees())) {
  const measured = [];
  for (const chain of priced)
    measured.push(await measureChain(server.client, chain, (line) => process.stderr.write(`${line}\n`)));
  process.stdout.write(
    `\nspreads from the first frames at a place (share that the check "drift" finds)\n${describeChains(measured)}`,
  );
  for (const { policy, story, status } of measured)
    if (status !== 'completed')
      process.stdout.write(`${policy}: story ${story} is ${status}; see why, and run this again\n`);
} else process.stdout.write('nothing was ordered; --yes orders without asking\n');

async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  using terminal = createInterface({ input: process.stdin, output: process.stderr });
  return /^y(es)?$/i.test(await terminal.question('Order this? [y/N] '));
}
