import { hash } from 'node:crypto';

/** Everything that decides what a request yields. Two requests with the same inputs have the same key. */
export interface RequestInputs {
  readonly tenant: string;
  readonly provider: string;
  readonly model: string;
  /** Vendor parameters: size, quality, … Key order does not matter. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly prompt: string;
  /** SHA-256 of each reference, in the order they are sent. */
  readonly references: readonly string[];
  /** 0; n for the n-th retake of the same inputs. */
  readonly redraw: number;
  /** 0; n for the n-th panel of the same batch whose inputs are otherwise the same, so that it gets a picture of its own. */
  readonly occurrence: number;
}

/** SHA-256 (hex) over the inputs in a canonical form: the identity under which a request is paid at most once. */
export function requestKey(inputs: RequestInputs): string {
  return hash('sha256', canonicalJson(inputs));
}

/** JSON with the keys of every object sorted, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
