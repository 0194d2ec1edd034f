/** Vendors' own words are cut here: some answer with pages. */
const longest = 600;
const shortestSecret = 6;

/** A vendor's words without keys, tokens and the signatures in addresses. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  // A shorter one would be found in any sentence.
  for (const secret of secrets) if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, '***');
  clean = clean
    .replaceAll(/(https?:\/\/)[^\s/@"']*@/gi, '$1')
    .replaceAll(/(https?:\/\/[^\s?#"']*)[?#][^\s"']*/gi, '$1?…')
    .replaceAll(/\b(Bearer)\s+[\w.~+/=-]{8,}/g, '$1 ***')
    .replaceAll(/\bsk-[\w*-]{3,}/g, 'sk-***')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}
