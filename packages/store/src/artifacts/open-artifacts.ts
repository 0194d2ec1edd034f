import type { ArtifactPlace } from '@nextpanel/core';
import type { Artifacts } from './artifacts.ts';
import { openDiskArtifacts } from './disk-artifacts.ts';
import { openS3Artifacts } from './s3/s3-artifacts.ts';

/** Artifacts where the configuration says. Throws what `openDiskArtifacts` and `openS3Artifacts` throw. */
export function openArtifacts(place: ArtifactPlace, { fsync }: { readonly fsync: boolean }): Promise<Artifacts> {
  return place.kind === 's3' ? openS3Artifacts(place) : openDiskArtifacts({ directory: place.directory, fsync });
}
