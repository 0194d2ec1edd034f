import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { VendorName } from './emulator.ts';
import { historyModes } from './fal/fal-history.ts';
import { faultFacts, isFaultName } from './faults/fault-facts.ts';
import type { SavedState } from './saved-state/saved-state.ts';
import { startVendors } from './start-vendors.ts';

const usage = `usage: node test/vendors/src/main.ts [--port N] [--latency MS] [--picture-bytes N] [--state FILE]
       [--fal-history MODE] [--fal-listing MS] [--fal-results MS]
       [--fault NAME[:TIMES]]… [--outage NAME:MS]… [--rate VENDOR:IMAGES:MS]…
faults: ${Object.keys(faultFacts).join(', ')}`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    latency: { type: 'string', default: '0' },
    'picture-bytes': { type: 'string', default: '0' },
    state: { type: 'string' },
    'fal-history': { type: 'string', default: 'open' },
    'fal-listing': { type: 'string', default: '400' },
    'fal-results': { type: 'string' },
    fault: { type: 'string', multiple: true, default: [] },
    outage: { type: 'string', multiple: true, default: [] },
    rate: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
  process.exit(0);
}

const history = historyModes.find((mode) => mode === values['fal-history']);
if (history === undefined) {
  console.error(`--fal-history is one of ${historyModes.join(', ')}`);
  process.exit(2);
}

const vendors = await startVendors({
  port: Number(values.port),
  latencyMs: Number(values.latency),
  pictureBytes: Number(values['picture-bytes']),
  fal: {
    history,
    listingMs: Number(values['fal-listing']),
    resultsForMs: values['fal-results'] === undefined ? null : Number(values['fal-results']),
  },
  rates: values.rate.map((rate) => {
    const [vendor, images, windowMs] = rate.split(':');
    return { vendor: vendor as VendorName, images: Number(images), windowMs: Number(windowMs) };
  }),
  ...(values.state !== undefined && { state: JSON.parse(await readFile(values.state, 'utf8')) as SavedState }),
});

for (const armed of values.fault) {
  const [name, times = '1'] = armed.split(':');
  if (!isFaultName(name)) {
    console.error(`there is no fault "${name}"\n${usage}`);
    process.exit(2);
  }
  vendors.faults.next(name, { times: Number(times) });
}

for (const outage of values.outage) {
  const [name, ms] = outage.split(':');
  if (!isFaultName(name) || !(Number(ms) > 0)) {
    console.error(`no outage: "${outage}"\n${usage}`);
    process.exit(2);
  }
  vendors.faults.next(name, { lastsMs: Number(ms), match: { operation: 'any' } });
}

const { url, openaiUrl, azureUrl, falUrl, compatibleUrl, chatUrl } = vendors;
console.log(`OPENAI_BASE_URL=${openaiUrl} OPENAI_API_KEY=any
AZURE_OPENAI_ENDPOINT=${azureUrl} AZURE_OPENAI_API_KEY=any
FAL_BASE_URL=${falUrl} FAL_KEY=any
OPENAI_COMPATIBLE_BASE_URL=${compatibleUrl}
NEXTPANEL_REVIEW_BASE_URL=${chatUrl}
control: ${url}/__faults ${url}/__ledger ${url}/__calls ${url}/__webhooks ${url}/__state ${url}/__judge ${url}/__judged`);
process.send?.({ type: 'ready', url, openaiUrl, azureUrl, falUrl, compatibleUrl, chatUrl });

const stop = () => void vendors.stop().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
process.once('disconnect', stop);
