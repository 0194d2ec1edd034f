/** A key nobody else has. Not crypto.randomUUID, which browsers withhold from pages that come by plain HTTP from another machine. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
