import { createInterface } from 'node:readline/promises';
import { Interrupted } from '../system/interruption.ts';

/**
 * Asks the user at the terminal and returns the answer, or '' if they close the input (Ctrl-D). Throws Interrupted at
 * Ctrl-C.
 */
export async function askPerson(question: string): Promise<string> {
  using terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = Promise.withResolvers<string>();
  terminal.once('close', () => ended.resolve(''));
  terminal.once('SIGINT', () => ended.reject(new Interrupted(130)));
  return await Promise.race([terminal.question(question), ended.promise]);
}
