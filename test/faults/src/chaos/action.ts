import type { FailpointName } from '@nextpanel/core';
import type { FaultName, Operation, VendorName } from '@nextpanel/vendors';

export const workerNames = ['worker-1', 'worker-2'] as const;
export const appNames = [...workerNames, 'finalizer', 'api'] as const;
export type AppName = (typeof appNames)[number];

/** A connection between two processes. */
export const linkNames = [
  'worker-1 redis',
  'worker-2 redis',
  'finalizer redis',
  'api redis',
  'workers vendors',
] as const;
export type LinkName = (typeof linkNames)[number];

/** What differs in another version of the program: how prompts are worded, what is sent along, or what the catalogue says. */
export const versionNames = ['prompts', 'parameters', 'catalogue'] as const;
export type VersionName = (typeof versionNames)[number];

/** A number from 0 to 1 that picks one of the things that exist at that time. */
type Choice = number;

/** What a user does to a story. Those after the first line need routes that a server may not have. */
export type Deed =
  | { readonly kind: 'pause' | 'resume' | 'approve' | 'cancel' }
  | {
      readonly kind: 'edit';
      readonly panel: Choice;
      readonly what: 'prompt' | 'text';
      readonly cascade: Cascade;
      readonly dryRun: boolean;
    }
  | {
      readonly kind: 'retake-panel';
      readonly panel: Choice;
      readonly count: number;
      readonly cascade: Cascade;
      readonly dryRun: boolean;
    }
  | {
      readonly kind: 'retouch';
      readonly panel: Choice;
      readonly boxed: boolean;
      readonly cascade: Cascade;
      readonly dryRun: boolean;
    }
  | { readonly kind: 'retake-batch'; readonly batch: Choice; readonly cascade: Cascade; readonly dryRun: boolean }
  | { readonly kind: 'select-take'; readonly panel: Choice; readonly take: Choice; readonly cascade: Cascade }
  | { readonly kind: 'upload-take'; readonly panel: Choice; readonly select: boolean; readonly cascade: Cascade }
  | { readonly kind: 'insert-panels'; readonly after: Choice; readonly count: number; readonly cascade: Cascade }
  | { readonly kind: 'move-panel'; readonly panel: Choice; readonly after: Choice; readonly dryRun: boolean }
  | { readonly kind: 'remove-panel'; readonly panel: Choice; readonly dryRun: boolean }
  | { readonly kind: 'letter'; readonly panel: Choice }
  | { readonly kind: PlateDeed; readonly plate: Choice; readonly take: Choice; readonly dryRun: boolean }
  | { readonly kind: 'delete' };

/** What a user does to a script. */
export const scriptDeeds = ['retry', 'retry', 'cancel', 'delete'] as const;
export type ScriptDeed = (typeof scriptDeeds)[number];

type Cascade = 'keep' | 'redraw';

/** What is done to one of the plates of a story that draws them. */
export const plateDeeds = ['retake-plate', 'retouch-plate', 'redraw-plate', 'select-plate', 'upload-plate'] as const;
export type PlateDeed = (typeof plateDeeds)[number];

export const isPlateDeed = (deed: Deed): deed is Extract<Deed, { readonly kind: PlateDeed }> =>
  plateDeeds.some((kind) => kind === deed.kind);

export type Act =
  | { readonly kind: 'submit'; readonly story: number }
  /** A text is sent for a language model to adapt. */
  | { readonly kind: 'adapt'; readonly script: number }
  | { readonly kind: 'script'; readonly script: Choice; readonly deed: ScriptDeed }
  | { readonly kind: 'kill'; readonly target: AppName | 'redis'; readonly restartMs: number }
  | {
      readonly kind: 'failpoint';
      readonly target: AppName;
      readonly name: FailpointName;
      readonly times: number;
      readonly restartMs: number;
    }
  | {
      /** The running process kills itself when it passes between a submit and the saved id of what was accepted. */
      readonly kind: 'arm';
      readonly target: AppName;
      readonly name: FailpointName;
      readonly times: number;
    }
  /** The worker whose order a vendor accepts next is killed before it learns of it. */
  | { readonly kind: 'acceptance' }
  /** The Redis server with our keys is killed and stays away until another one has taken over. */
  | { readonly kind: 'failover' }
  /** Every process is replaced by one of the next release, one after the other, in order; then the schema is raised. */
  | { readonly kind: 'deploy' }
  /** The bucket refuses requests. */
  | {
      readonly kind: 'bucket';
      readonly method: 'PUT' | 'GET';
      readonly status: number;
      readonly code: string;
      readonly times: number;
    }
  | {
      /** A worker is replaced by one of another version, in order or not; its own version is back after its next end. */
      readonly kind: 'swap';
      readonly target: AppName;
      readonly version: VersionName;
      readonly orderly: boolean;
    }
  | { readonly kind: 'freeze'; readonly target: AppName | 'redis'; readonly forMs: number }
  | { readonly kind: 'cut'; readonly link: LinkName }
  | { readonly kind: 'delay'; readonly link: LinkName; readonly ms: number; readonly forMs: number }
  | { readonly kind: 'black-hole'; readonly link: LinkName; readonly forMs: number }
  | {
      readonly kind: 'vendor-fault';
      readonly fault: FaultName;
      readonly vendor: VendorName;
      readonly times: number;
      readonly ms: number | null;
      readonly operation: Operation | null;
    }
  /** A vendor fails for everybody: a gateway answers every request with 502. */
  | { readonly kind: 'outage'; readonly vendor: VendorName; readonly forMs: number }
  | { readonly kind: 'story'; readonly story: Choice; readonly deed: Deed };

/** One event of a campaign, determined by the seed alone. */
export interface Action {
  readonly id: number;
  /** Milliseconds after the start. */
  readonly atMs: number;
  readonly act: Act;
}

/** An action as text, for traces. */
export function describeAct(act: Act): string {
  const { kind, ...rest } = act;
  if (kind === 'story') return `story ${describeDeed(act.deed)}`;
  return `${kind} ${describeFields(rest)}`;
}

const describeDeed = ({ kind, ...rest }: Deed): string => `${kind} ${describeFields(rest)}`.trim();

const describeFields = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${typeof value === 'number' ? Math.round(value * 100) / 100 : String(value)}`)
    .join(' ');
