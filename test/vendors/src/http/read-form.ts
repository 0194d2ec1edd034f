import type { Call } from './reply.ts';

export interface FormFile {
  readonly name: string;
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export interface Form {
  /** Text parts, by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** File parts, in the order received. */
  readonly files: readonly FormFile[];
}

/** Reads a multipart/form-data body with Node's own parser. Null if it is not one, or malformed. */
export async function readForm({ headers, body }: Pick<Call, 'headers' | 'body'>): Promise<Form | null> {
  const type = headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) return null;
  const parts = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  if (parts === null) return null;
  const fields: Record<string, string> = {};
  const files: FormFile[] = [];
  for (const [name, value] of parts) {
    if (typeof value === 'string') fields[name] = value;
    else {
      const bytes = new Uint8Array(await value.arrayBuffer());
      files.push({ name, fileName: value.name, mime: value.type, bytes });
    }
  }
  return { fields, files };
}
