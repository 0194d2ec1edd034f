import { fileURLToPath } from 'node:url';
import type { VendorName } from './emulator.ts';
import type { Vendors } from './vendors.ts';

/** A catalogue for NEXTPANEL_CATALOGUE without the limits of real accounts. */
export const unlimitedCatalogue = fileURLToPath(new URL('../unlimited.json', import.meta.url));

const variables = ({
  openaiUrl,
  azureUrl,
  falUrl,
  compatibleUrl,
  chatUrl,
}: Pick<Vendors, 'openaiUrl' | 'azureUrl' | 'falUrl' | 'compatibleUrl' | 'chatUrl'>): Record<
  VendorName,
  Readonly<Record<string, string>>
> => ({
  openai: { OPENAI_API_KEY: 'sk-test-openai-0123456789', OPENAI_BASE_URL: openaiUrl },
  azure: { AZURE_OPENAI_ENDPOINT: azureUrl, AZURE_OPENAI_API_KEY: 'azure-test-0123456789' },
  fal: { FAL_KEY: 'fal-test-id:0123456789', FAL_BASE_URL: falUrl },
  'openai-compatible': { OPENAI_COMPATIBLE_BASE_URL: compatibleUrl },
  chat: { NEXTPANEL_REVIEW_BASE_URL: chatUrl, NEXTPANEL_SCRIPT_BASE_URL: chatUrl },
});

/**
 * The environment in which nextpanel uses the emulator through every provider, or for one vendor only, with keys of the right
 * form.
 */
export function vendorEnvironment(
  vendors: Parameters<typeof variables>[0],
  only?: VendorName,
): Readonly<Record<string, string>> {
  const each = variables(vendors);
  const wanted = only === undefined ? Object.values(each) : [each[only]];
  return Object.assign({ NEXTPANEL_CATALOGUE: unlimitedCatalogue }, ...wanted);
}
