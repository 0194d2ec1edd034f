export interface FalDetail {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
  readonly url?: string;
  readonly ctx?: Readonly<Record<string, unknown>>;
  readonly input?: unknown;
}

/** An input that a fal model refuses: detected when the job runs, reported in its result. */
export class FalInputError extends Error {
  readonly details: readonly FalDetail[];

  constructor(details: readonly FalDetail[]) {
    super(details.map(({ msg }) => msg).join('; '));
    this.details = details;
  }
}

export function refuseInput(field: string, type: string, msg: string, more: Partial<FalDetail> = {}): never {
  throw new FalInputError([{ loc: ['body', field], msg, type, ...more }]);
}
