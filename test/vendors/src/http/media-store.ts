import { randomUUID } from 'node:crypto';

export interface MediaFile {
  readonly bytes: Uint8Array;
  readonly mime: string;
  /** Milliseconds since the epoch; null: never. */
  readonly expiresAt: number | null;
}

/** Files that a vendor serves: its own pictures and uploaded ones. Names are random and never reused. */
export interface MediaStore {
  /** Stores a file and returns its name. */
  put(bytes: Uint8Array, mime: string, lifetimeMs?: number | null): string;
  /** Stores a file under an earlier name; `expiresAt` in milliseconds since the epoch. */
  putAs(name: string, bytes: Uint8Array, mime: string, expiresAt?: number | null): void;
  /** Undefined if it never existed or has expired. */
  get(name: string): MediaFile | undefined;
  delete(name: string): boolean;
  /** Every file, with its name. */
  list(): (readonly [name: string, file: MediaFile])[];
}

const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

export const newMediaName = (mime: string): string =>
  `${randomUUID().replaceAll('-', '')}.${extensions[mime] ?? 'bin'}`;

export function openMediaStore(): MediaStore {
  const files = new Map<string, MediaFile>();
  return {
    put(bytes, mime, lifetimeMs = null) {
      const name = newMediaName(mime);
      files.set(name, { bytes, mime, expiresAt: lifetimeMs === null ? null : Date.now() + lifetimeMs });
      return name;
    },
    putAs: (name, bytes, mime, expiresAt = null) => void files.set(name, { bytes, mime, expiresAt }),
    get(name) {
      const file = files.get(name);
      if (file?.expiresAt != null && file.expiresAt <= Date.now()) files.delete(name);
      return files.get(name);
    },
    delete: (name) => files.delete(name),
    list: () => [...files],
  };
}
