import { ServerUnreachable } from '@nextpanel/client';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { type CommandContext, printJson, printLine } from '../io.ts';
import { reportOf } from '../report-error.ts';
import { Interrupted } from '../system/interruption.ts';
import { paint } from '../terminal/paint.ts';
import { plainLines, plainText } from '../terminal/plain-text.ts';

/**
 * Runs `act` on every story, one after the other; a failure does not stop the others. A single story prints its own JSON and
 * fails with its own error. For several, the JSON is a list in their order, and the exit code is that of the first failure.
 */
export async function actOnEach<Answer extends object>(
  { io, finish }: CommandContext,
  ids: readonly string[],
  json: boolean,
  act: (id: string) => Promise<Answer>,
  report: (answer: Answer) => void,
): Promise<void> {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    const answer = await act(only);
    return json ? printJson(io.stdout, answer) : report(answer);
  }
  const items: object[] = [];
  let exitCode: number = exitCodes.done;
  for (const id of ids) {
    try {
      const answer = await act(id);
      items.push(answer);
      if (!json) report(answer);
    } catch (error) {
      if (error instanceof ServerUnreachable || error instanceof Interrupted) throw error;
      if (exitCode === exitCodes.done) exitCode = exitCodeOf(error);
      const problem = reportOf(io, error);
      items.push({ id, error: problem });
      printLine(
        io.stderr,
        `${paint(io.stderr, io.env, 'red', 'error:')} ${plainText(id)}: ${plainLines(problem.detail)}`,
      );
    }
  }
  if (json) printJson(io.stdout, { items });
  finish(exitCode);
}
