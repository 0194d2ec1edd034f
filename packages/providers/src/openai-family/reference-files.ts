import type { Picture } from '@nextpanel/core';

export type FileOf = (picture: Picture) => File;

/**
 * Pictures as files to upload, with an explicit type and name. The requests of a batch send the same pictures at the same time,
 * and a File is a copy: each picture is copied once, for as long as its bytes are in use.
 */
export function openReferenceFiles(): FileOf {
  const files = new WeakMap<Uint8Array, File>();
  return ({ bytes, mime, sha256 }) => {
    const name = `${sha256.slice(0, 16)}.${mime === 'image/jpeg' ? 'jpg' : mime.slice('image/'.length)}`;
    const file = files.get(bytes) ?? new File([bytes as Uint8Array<ArrayBuffer>], name, { type: mime });
    files.set(bytes, file);
    return file;
  };
}
