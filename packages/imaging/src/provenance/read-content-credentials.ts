import type { ContentCredentials } from '@nextpanel/core';
import { decode } from 'cborg';
import { findManifestStore } from './find-manifest-store.ts';
import { type JumbfBox, readJumbf } from './read-jumbf.ts';
import { readSignature } from './read-signature.ts';

/**
 * What the C2PA manifest inside a picture (PNG, JPEG or WebP) says of its origin; null if there is none. Signature and hashes are not
 * verified: anyone can write a manifest. A store that cannot be read is reported with its size alone.
 *
 * Boxes and labels: C2PA specification 2.2, §11.1; claim and actions: §10 and §18.14.
 */
export function readContentCredentials(picture: Uint8Array): ContentCredentials | null {
  const store = findManifestStore(picture);
  if (store === null) return null;
  const none = { bytes: store.length, manifest: null, claimGenerator: null, signature: null, actions: [] };
  const manifests = readJumbf(store).find(({ label }) => label === 'c2pa')?.boxes ?? [];
  // The last manifest is the active one; those before it belong to its ingredients.
  const active = manifests.at(-1);
  if (active === undefined) return none;
  const claim = contentOf(active.boxes.find(({ label }) => /^c2pa\.claim(?:\.v\d+)?$/.test(label)));
  const assertions = active.boxes.find(({ label }) => label === 'c2pa.assertions')?.boxes ?? [];
  const actions = assertions
    .filter(({ label }) => /^c2pa\.actions(?:\.v\d+)?(?:__\d+)?$/.test(label))
    .flatMap((box) => listIn(contentOf(box), 'actions'));
  return {
    ...none,
    manifest: active.label,
    claimGenerator: generatorOf(claim),
    signature: readSignature(active.boxes.find(({ label }) => label === 'c2pa.signature')?.cbor),
    actions: actions.map((action) => ({
      action: textIn(action, 'action') ?? 'unknown',
      digitalSourceType: textIn(action, 'digitalSourceType'),
      softwareAgent: textIn(action, 'softwareAgent') ?? textIn(valueIn(action, 'softwareAgent'), 'name'),
    })),
  };
}

/** Claims of version 1 have one line of text or a list of programs, those of version 2 one program. */
function generatorOf(claim: unknown): string | null {
  const named = valueIn(claim, 'claim_generator_info');
  const info: unknown = Array.isArray(named) ? named[0] : named;
  const name = textIn(info, 'name');
  const version = textIn(info, 'version');
  if (name !== null) return version === null ? name : `${name} ${version}`;
  return textIn(claim, 'claim_generator');
}

function contentOf(box: JumbfBox | undefined): unknown {
  if (box?.cbor === undefined) return undefined;
  try {
    return decode(box.cbor, { useMaps: false, tags: ignoredTags });
  } catch {
    return undefined;
  }
}

/** Times (0) and the like are not used here; their values are taken as they are. */
const ignoredTags = Array.from({ length: 64 }, () => (inner: () => unknown) => inner());

const valueIn = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined;

/** Longer texts are no names. */
const longestText = 500;

function textIn(object: unknown, key: string): string | null {
  const value = valueIn(object, key);
  return typeof value === 'string' ? value.slice(0, longestText) : null;
}

/** More than anyone reads. */
const mostActions = 50;

function listIn(object: unknown, key: string): readonly unknown[] {
  const value = valueIn(object, key);
  return Array.isArray(value) ? value.slice(0, mostActions) : [];
}
