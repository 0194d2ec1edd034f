import { runCli } from './run-cli.ts';
import { askPerson } from './terminal/ask-person.ts';

// `nextpanel watch ID --json | head -1` closes stdout, a closed terminal both: no reason to fall over in mid-story.
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
// What is left open (sockets kept alive, a watch on our parents) must not hold the command; what is written must be out.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise<void>((resolve) => stream.write('', () => resolve()));
}
process.exit(exitCode);
