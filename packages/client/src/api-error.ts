import type { Problem } from './types.ts';

/** The server answered, and said no. `problem` is its RFC 9457 document; `code` is what programs should look at. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;
  readonly status: number;
  readonly code: string;
  /** When the server may be asked again, in milliseconds from its answer; null: it does not say. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, retryAfterMs: number | null = null) {
    super(problem.detail);
    this.problem = problem;
    this.status = problem.status;
    this.code = problem.code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No whole answer came: nothing listens there, the name is unknown, or the connection broke while it was read. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
  readonly code = 'server_unreachable';

  constructor(baseUrl: string, cause: unknown) {
    super(`no answer from ${baseUrl || 'the server'}; is nextpanel running there?`, { cause });
  }
}

/** Reads the problem of an answer that is not ok. A proxy in between may answer with something else than a problem. */
export async function readApiError(response: Response): Promise<ApiError> {
  const body = await response.text().catch(() => '');
  const type = response.headers.get('content-type') ?? '';
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  if (type.startsWith('application/problem+json')) {
    try {
      return new ApiError(JSON.parse(body) as Problem, retryAfterMs);
    } catch {
      // Cut off in transit: treated like any other answer that is not a problem.
    }
  }
  const problem = {
    type: 'about:blank',
    title: response.statusText || 'Unexpected answer',
    status: response.status,
    code: 'unexpected',
    detail: `the server answered ${response.status} ${body.slice(0, 200)}`.trim(),
  };
  return new ApiError(problem, retryAfterMs);
}

/** Seconds or a date: RFC 9110, section 10.2.3. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
