/**
 * Whether a refusal for too many requests is in truth one for money: no wait ends it. Gateways put that into the words only.
 * Addresses are not words: Azure's ordinary 429 ends with a link to `…/quotaincrease`.
 */
export const isAboutQuota = (words: string): boolean =>
  /\b(quotas?|billing|credits?|insufficient[ _]balance)\b|_quota\b/i.test(words.replaceAll(/https?:\/\/\S+/g, ''));
