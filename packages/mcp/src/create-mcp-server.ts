import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type ClientOptions, createClient } from '@nextpanel/client';
import { addChangeTools } from './tools/change-tools.ts';
import { addJudgeTools } from './tools/judge-tools.ts';
import { addOrderTools } from './tools/order-tools.ts';
import { addPlateTools } from './tools/plate-tools.ts';
import { addReadTools } from './tools/read-tools.ts';
import { addSubmitTools } from './tools/submit-tools.ts';

const instructions = `nextpanel draws long comics and storybooks with image models, in batches that continue from each other.
Drawing costs money. Tools that may cost money first answer with a price and do nothing; show it to the user, and call again with
acceptUsd only when they agree. A story is drawn over minutes or hours: watch_story shows how far it is.`;

/**
 * The operations of the HTTP API as tools for AI agents (Model Context Protocol), over a server of nextpanel. Connect it to a transport.
 *
 * @param options the server, and the key of the user whose stories the tools see
 */
export function createMcpServer(options: ClientOptions): McpServer {
  const server = new McpServer({ name: 'nextpanel', version: '0.1.0' }, { instructions });
  const box = { server, client: createClient(options), baseUrl: options.baseUrl.replace(/\/+$/, '') };
  addSubmitTools(box);
  addReadTools(box);
  addChangeTools(box);
  addOrderTools(box);
  addPlateTools(box);
  addJudgeTools(box);
  return server;
}
