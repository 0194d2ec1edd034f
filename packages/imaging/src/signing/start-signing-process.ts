import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NextpanelError } from '@nextpanel/core';
import type { SignAnswer, SignRequest } from './signing-messages.ts';

/** A page takes tens of milliseconds, and a time stamp what its authority takes. */
const deadlineMs = 60_000;
/** The process takes some 150 MB. */
const idleMs = 15_000;

/** What the library may need of the environment; keys of vendors are none of its business. */
const passed = ['PATH', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'MALLOC_ARENA_MAX'];

interface SigningProcess extends AsyncDisposable {
  /** Throws `signing_unusable` and `signing_failed`. */
  sign(request: Omit<SignRequest, 'number'>): Promise<Buffer>;
}

interface Waiting {
  readonly resolve: (signed: Buffer) => void;
  readonly reject: (error: NextpanelError) => void;
}

/** The process that signs: started with the first picture, ended when it was idle for a while, replaced when it died. */
export function startSigningProcess(): SigningProcess {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | null = null;
  let count = 0;
  let idle: NodeJS.Timeout | undefined;

  const end = (): void => {
    child?.disconnect();
    child = null;
  };
  const settle = (number: number): Waiting | undefined => {
    const one = waiting.get(number);
    waiting.delete(number);
    if (waiting.size === 0) {
      clearTimeout(idle);
      idle = setTimeout(end, idleMs).unref();
    }
    return one;
  };
  const start = (): ChildProcess => {
    const started = fork(fileURLToPath(new URL('./sign-pages.process.ts', import.meta.url)), {
      serialization: 'advanced',
      env: Object.fromEntries(
        passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
      ),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('message', ({ number, signed, failed }: SignAnswer) => {
      const one = settle(number);
      if (signed) one?.resolve(Buffer.from(signed.buffer, signed.byteOffset, signed.length));
      else one?.reject(failure(failed));
    });
    const died = (how: string) => {
      if (child === started) child = null;
      for (const number of waiting.keys())
        settle(number)?.reject(new NextpanelError('signing_failed', `the process that signs ended (${how})`));
    };
    started.on('error', ({ message }) => died(message));
    started.on('exit', (code, signal) => died(signal ?? `exit code ${code}`));
    return started;
  };

  return {
    sign(request) {
      clearTimeout(idle);
      child ??= start();
      const running = child;
      count += 1;
      const number = count;
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          running.kill('SIGKILL');
          settle(number)?.reject(
            new NextpanelError('signing_failed', `a page was not signed within ${deadlineMs / 1_000} seconds`),
          );
        }, deadlineMs);
        const over =
          <Result>(next: (result: Result) => void) =>
          (result: Result) => {
            clearTimeout(late);
            next(result);
          };
        waiting.set(number, { resolve: over(resolve), reject: over(reject) });
        running.send({ ...request, number } satisfies SignRequest, (error) => {
          if (error) settle(number)?.reject(new NextpanelError('signing_failed', error.message, { cause: error }));
        });
      });
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(idle);
      const ended = child;
      if (ended === null) return;
      const gone = new Promise((resolve) => ended.once('exit', resolve));
      end();
      await gone;
    },
  };
}

function failure(failed: SignAnswer['failed']): NextpanelError {
  return failed?.what === 'module'
    ? new NextpanelError(
        'signing_unusable',
        `the library that NEXTPANEL_C2PA_MODULE names cannot be used: ${failed.detail}`,
      )
    : new NextpanelError('signing_failed', `a page could not be signed: ${failed?.detail ?? 'no reason was given'}`);
}
