import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { boardQueues, type Context } from '@nextpanel/pipeline';
import { describeProblem } from '../../problem.ts';
import { bundledPagePolicy } from '../../security-headers.ts';
import type { Server } from '../../server.ts';

const prefix = '/queues';

/**
 * `/queues`: bull-board, for looking. Read-only, since jobs are only messages: what is changed by hand here is corrected by
 * the reconciler anyway, and stories and providers have their own controls.
 */
export async function bullBoardRoutes(scope: Server, context: Context): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(`${context.config.rootPath}${prefix}`);
  createBullBoard({
    queues: boardQueues(context).map((queue) => new BullMQAdapter(queue as never, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'nextpanel queues' } },
  });
  adapter.setErrorHandler((thrown) => {
    context.log.error({ err: thrown }, 'bull-board failed');
    const problem = describeProblem(thrown, '-');
    return { status: problem.status as 500, body: problem };
  });
  scope.addHook('onSend', async (_request, reply, payload) => {
    void reply.header('content-security-policy', bundledPagePolicy);
    const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
    return isPage ? withoutForeignLinks(payload) : payload;
  });
  await scope.register(adapter.registerPlugin(), { prefix });
}

/**
 * Its page asks a third party for a web font and no option keeps it from that (bull-board 9.10: it stands in index.ejs). The policy
 * would refuse it; without the link nobody is even asked, and the browser reports nothing.
 */
const withoutForeignLinks = (page: string): string => page.replaceAll(/<link\b[^>]*\bhref="https?:[^>]*>/g, '');
