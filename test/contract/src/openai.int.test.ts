import { openaiProvider } from '@nextpanel/providers';
import { startVendors, type Vendors } from '@nextpanel/vendors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors();
});
afterAll(() => vendors.stop());
const never = new AbortController().signal;

test('smoke', async () => {
  const provider = openaiProvider({ apiKey: 'sk-x', baseUrl: vendors.openaiUrl });
  const a = await provider.submit(drawRequest(), never);
  console.log(a, vendors.ledger[0]);
  const refs = [await drawPicture(1), await drawPicture(2)];
  const b = await provider.submit(drawRequest({ references: refs }), never);
  console.log(b, vendors.ledger[1]);
  const r = drawRequest({ references: refs, method: 'series', count: 3 });
  const c = await provider.submit(r, never);
  console.log(c);
  if (c.kind === 'accepted') console.log(await provider.collect(r, c.vendorId, never), vendors.ledger[2]);
  expect(1).toBe(1);
});
