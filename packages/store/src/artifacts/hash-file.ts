import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** SHA-256 (hex) and size of a file. */
export async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const sha256 = createHash('sha256');
  const file = await open(path, 'r');
  let bytes = 0;
  for await (const chunk of file.createReadStream()) {
    sha256.update(chunk as Buffer);
    bytes += (chunk as Buffer).byteLength;
  }
  return { sha256: sha256.digest('hex'), bytes };
}
