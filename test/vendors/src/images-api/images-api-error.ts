interface ImagesApiFault {
  readonly message: string;
  /** 400 if not given. */
  readonly status?: number;
  /** `invalid_request_error` if not given. */
  readonly type?: string;
  readonly code?: string | null;
  readonly param?: string | null;
  /** Further members of the error object, such as `moderation_details`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A refused request; each vendor wraps it in its own envelope. */
export class ImagesApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor({ message, status, type, code, param, extra }: ImagesApiFault) {
    super(message);
    this.status = status ?? 400;
    this.type = type ?? 'invalid_request_error';
    this.code = code ?? null;
    this.param = param ?? null;
    this.extra = extra ?? {};
  }

  /** OpenAI's error object. */
  get body(): Record<string, unknown> {
    return { message: this.message, type: this.type, param: this.param, code: this.code, ...this.extra };
  }
}

export const unknownParameterError = (param: string) =>
  new ImagesApiError({ code: 'unknown_parameter', param, message: `Unknown parameter: '${param}'.` });
