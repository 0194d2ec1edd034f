import type { ProviderId } from '@nextpanel/core';

/** Who is asked, for the words of an error. */
export interface Vendor {
  readonly id: ProviderId;
  /** As people call it. */
  readonly name: string;
  /** The variable a wrong key is corrected in. */
  readonly keyVariable: string;
  /** The variable a wrong address is corrected in. */
  readonly baseUrlVariable: string;
  /** What must not appear in any error. */
  readonly secrets: readonly string[];
}

/** What every provider of the family takes beside its configuration. */
export interface FamilyOptions {
  /** How long one HTTP request may take, in milliseconds; 600,000 if not given. */
  readonly deadlineMs?: number;
  /** First pause between two questions whether something is done, in milliseconds; about 1,000 if not given. */
  readonly pollMs?: number;
  /** For how long a picture whose address answers 404 is asked for again, in milliseconds; 60,000 if not given. */
  readonly missingMs?: number;
}

/** Vendors answer within 2 minutes, in bad weeks within 4; 10 has never been seen. */
export const usualDeadlineMs = 600_000;
