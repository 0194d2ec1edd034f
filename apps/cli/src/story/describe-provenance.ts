import type { ProvenanceView } from '@nextpanel/core';
import { describeSignature } from './describe-signature.ts';

/** Where the frame of a panel comes from, as lines of text. */
export function describeProvenance(frame: ProvenanceView): string {
  const { panel, take, source, provider, model, at, prompt, sha256, contentCredentials: manifest } = frame;
  const by = provider === null ? 'unknown' : `${model ?? 'unknown model'} at ${provider}`;
  return [
    `panel ${panel}${take === null ? '' : `, take ${take}`}: ${source === 'uploaded' ? 'uploaded' : `drawn by ${by}`}${at === null ? '' : `, ${at}`}`,
    `file: ${frame.mime}, sha256 ${sha256}`,
    ...(prompt === null ? [] : [`prompt: ${prompt}`]),
    ...(manifest === null ? ['The picture has no C2PA manifest.'] : describeManifest(manifest)),
    '',
  ].join('\n');
}

function describeManifest({
  bytes,
  manifest,
  claimGenerator,
  signature,
  actions,
}: NonNullable<ProvenanceView['contentCredentials']>) {
  if (manifest === null) return [`The picture has a C2PA manifest of ${bytes} bytes that cannot be read.`];
  return [
    `C2PA manifest ${manifest} (${bytes} bytes, not verified), written by ${claimGenerator ?? 'an unnamed program'}:`,
    signature === null
      ? '  not signed with a certificate that can be read'
      : `  signed by ${describeSignature(signature)}${signature.timestamped ? ', with a time stamp' : ''}`,
    ...actions.map(({ action, softwareAgent, digitalSourceType }) =>
      [`  ${action}`, softwareAgent && `by ${softwareAgent}`, digitalSourceType && `(${digitalSourceType})`]
        .filter(Boolean)
        .join(' '),
    ),
  ];
}
