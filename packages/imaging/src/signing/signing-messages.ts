import type { PageClaim } from './describe-claim.ts';
import type { SigningCertificate } from './read-signing-certificate.ts';

/** A picture with everything that signing it needs: the process that signs keeps nothing between two of them. */
export interface SignRequest extends Pick<SigningCertificate, 'algorithm' | 'chain' | 'key'>, PageClaim {
  readonly number: number;
  /** The folder of the library. */
  readonly module: string;
  readonly timestampUrl: string | null;
  readonly picture: { readonly bytes: Uint8Array; readonly mime: string };
  /** One for each ingredient. */
  readonly frames: readonly { readonly bytes: Uint8Array; readonly mime: string }[];
}

export interface SignAnswer {
  readonly number: number;
  readonly signed?: Uint8Array;
  /** `module`: the library cannot be used; `picture`: it refused to sign, or what it signed does not verify. */
  readonly failed?: { readonly what: 'module' | 'picture'; readonly detail: string };
}
