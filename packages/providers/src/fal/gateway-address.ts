/**
 * The address a request to fal really goes to. With a gateway `https://HOST/path` becomes `GATEWAY/HOST/path`, and what
 * points at the gateway already stays. Null: an address that this provider must not open. A response of the vendor, or of
 * something that pretends to be it, must not make us fetch from plain http or from files.
 */
export function gatewayAddress(address: string, gateway: string | null): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  if (gateway !== null && (address === gateway || address.startsWith(`${gateway}/`))) return address;
  if (url.protocol !== 'https:') return null;
  return gateway === null ? address : `${gateway}/${url.host}${url.pathname}${url.search}`;
}
