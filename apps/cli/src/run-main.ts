import { runCli } from './run-cli.ts';
import { askPerson } from './terminal/ask-person.ts';

// `nextpanel watch ID --json | head -1` closes stdout; a closed terminal closes both. Neither may crash the command.
const unread = new AbortController();
process.stdout.on('error', () => unread.abort());
process.stderr.on('error', () => {});

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  unread: unread.signal,
  ...(process.stdin.isTTY && process.stderr.isTTY && { ask: askPerson }),
});
// Open handles (keep-alive sockets, the watch on our parents) must not keep the command alive, but all output must be flushed.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise<void>((resolve) => stream.write('', () => resolve()));
}
process.exit(exitCode);
