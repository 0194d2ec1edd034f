import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Client } from '@nextpanel/client';

/** What every tool is given. */
export interface ToolBox {
  readonly server: McpServer;
  readonly client: Client;
  /** Where the dashboard of the server is, for links. */
  readonly baseUrl: string;
}

/** A tool that changes nothing. */
export const reads = { readOnlyHint: true, openWorldHint: false } as const;
/** A tool that changes a story, and never takes away what is drawn. */
export const changes = { readOnlyHint: false, destructiveHint: false, openWorldHint: true } as const;
