import { type Client, createClient } from '@nextpanel/client';
import { startSystem } from '@nextpanel/harness';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';

/** A whole system that draws with the emulated vendors, whose pictures wear out along a chain; see `openWear`. */
export async function openEmulatedServer(): Promise<AsyncDisposable & { readonly client: Client }> {
  await using opening = new AsyncDisposableStack();
  const vendors = opening.use(await startVendors({ wear: { perDrawing: 2 } }));
  const system = opening.use(await startSystem({ ...vendorEnvironment(vendors), LOG_LEVEL: 'warn' }));
  const opened = opening.move();
  return {
    client: createClient({ baseUrl: system.url() }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
