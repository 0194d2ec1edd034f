import type { Command } from 'commander';
import { type CommandContext, type Io, printLine } from '../io.ts';
import { findServer, type ServerOptions } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { withServer } from './server-options.ts';

export function addMcp(command: Command, { io }: CommandContext): void {
  command.addHelpText('after', examples('mcp --url https://comics.example'));
  withServer(command, 'has no effect: the protocol is JSON').action((options: ServerOptions) =>
    serveTools(io, options),
  );
}

/** Answers the agent until it closes stdin. Nothing else may be printed to stdout. */
async function serveTools(io: Io, options: ServerOptions): Promise<void> {
  const { url, apiKey } = await findServer(io, options);
  const [{ createMcpServer }, { StdioServerTransport }] = await Promise.all([
    import('@nextpanel/mcp'),
    import('@modelcontextprotocol/sdk/server/stdio.js'),
  ]);
  const server = createMcpServer({ baseUrl: url, apiKey });
  const closed = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
  await server.connect(new StdioServerTransport());
  printLine(io.stderr, `tools of ${url} are offered on stdin and stdout`);
  await closed;
  await server.close();
}
