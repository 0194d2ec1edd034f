import type { IncomingMessage } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import { NextpanelError } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import { checkHost, mayCall } from './access/check-host.ts';
import { endStreams } from './access/end-streams.ts';
import { requireNeeds } from './access/needs.ts';
import { requireKey } from './access/require-key.ts';
import { showToLinks } from './access/show-to-links.ts';
import { allowOrigin } from './allow-origin.ts';
import { createFastify } from './create-fastify.ts';
import { answerOtherMethods } from './method-not-allowed.ts';
import { openMetrics } from './observe-requests.ts';
import { describeApi } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { nameUnderRoot } from './root-path.ts';
import { keysRoutes } from './routes/admin/keys.ts';
import { tenantsRoutes } from './routes/admin/tenants.ts';
import { assetsRoutes } from './routes/assets/assets.ts';
import { storeAssetRoute } from './routes/assets/store-asset.ts';
import { listAttemptsRoute } from './routes/attempts/list-attempts.ts';
import { listBatchesRoute } from './routes/batches/list-batches.ts';
import { retakeBatchRoute } from './routes/batches/retake-batch.ts';
import { bullBoardRoutes } from './routes/board/bull-board.ts';
import { openBookRoute } from './routes/books/open-book.ts';
import { runBulkRoute } from './routes/bulk/run-bulk.ts';
import { checksRoutes } from './routes/checks/checks.ts';
import { readCostsRoute } from './routes/costs/read-costs.ts';
import { builtDashboard, dashboardRoutes, openDashboardPage } from './routes/dashboard/dashboard.ts';
import { editionsRoutes } from './routes/editions/editions.ts';
import { estimateStoryRoute } from './routes/estimates/estimate-story.ts';
import { changeEventsRoute } from './routes/events/change-events.ts';
import type { EventStreams } from './routes/events/send-stream.ts';
import { storyEventsRoute } from './routes/events/story-events.ts';
import { healthRoutes } from './routes/health/health.ts';
import { falHookRoute } from './routes/hooks/fal-hook.ts';
import { openaiHookRoute } from './routes/hooks/openai-hook.ts';
import { installationRoutes } from './routes/installation/installation.ts';
import { listLedgerRoute } from './routes/ledger/list-ledger.ts';
import { settleRequestRoute } from './routes/ledger/settle-request.ts';
import { letteringRoutes } from './routes/lettering/lettering.ts';
import { mcpRoute } from './routes/mcp/mcp-route.ts';
import { metricsRoute } from './routes/metrics/metrics.ts';
import { linksRoutes } from './routes/notes/links.ts';
import { notesRoutes } from './routes/notes/notes.ts';
import { editPanelsRoutes } from './routes/panels/edit-panels.ts';
import { letteredPanelRoute } from './routes/panels/lettered-panel.ts';
import { listPanelsRoute } from './routes/panels/list-panels.ts';
import { panelImageRoute } from './routes/panels/panel-image.ts';
import { panelProvenanceRoute } from './routes/panels/panel-provenance.ts';
import { panelRequestsRoute } from './routes/panels/panel-requests.ts';
import { platesRoutes } from './routes/plates/plates.ts';
import { providersRoutes } from './routes/providers/providers.ts';
import { publishCheckRoute } from './routes/publishing/publish-check.ts';
import { listQueuesRoute } from './routes/queues/list-queues.ts';
import { readSchemaRoute } from './routes/schemas/read-schema.ts';
import { adaptedScriptsRoutes } from './routes/scripts/adapted-scripts.ts';
import { draftScriptRoute } from './routes/scripts/draft-script.ts';
import { scriptEventsRoute } from './routes/scripts/script-events.ts';
import { settleScriptCallRoute } from './routes/scripts/settle-call.ts';
import { writeScriptRoute } from './routes/scripts/write-script.ts';
import { readSessionRoute, sessionRoutes } from './routes/session/session.ts';
import { listSheetsRoute } from './routes/sheets/list-sheets.ts';
import { sheetImageRoute } from './routes/sheets/sheet-image.ts';
import { controlStoryRoutes } from './routes/stories/control-story.ts';
import { copyStoryRoute } from './routes/stories/copy-story.ts';
import { moveStoriesRoutes } from './routes/stories/move-stories.ts';
import { prioritizeStoryRoute } from './routes/stories/prioritize-story.ts';
import { readChapterRoute } from './routes/stories/read-chapter.ts';
import { readStoriesRoutes } from './routes/stories/read-stories.ts';
import { submitStoryRoute } from './routes/stories/submit-story.ts';
import { takePicturesRoutes } from './routes/takes/take-pictures.ts';
import { takesRoutes } from './routes/takes/takes.ts';
import { webhooksRoutes } from './routes/webhooks/webhooks.ts';
import { listWorkersRoute } from './routes/workers/list-workers.ts';
import { securityHeaders } from './security-headers.ts';
import type { Server } from './server.ts';
import { silentConnections } from './silent-connections.ts';

export interface ServerOptions {
  /** How often an event stream shows that it lives, in milliseconds. Default 15,000. */
  readonly heartbeatMs?: number;
  /** The folder of the built dashboard. Default: where its build leaves it. */
  readonly dashboardDir?: string;
}

type Route = (scope: Server, context: Context) => Promise<void>;

/** Served without a key: they tell nothing of anyone's stories, and what changes anything is signed. */
const openRoutes: readonly Route[] = [healthRoutes, sessionRoutes, falHookRoute, openaiHookRoute, readSchemaRoute];

const keyedRoutes: readonly Route[] = [
  submitStoryRoute,
  estimateStoryRoute,
  adaptedScriptsRoutes,
  settleScriptCallRoute,
  draftScriptRoute,
  writeScriptRoute,
  storeAssetRoute,
  assetsRoutes,
  readStoriesRoutes,
  readChapterRoute,
  controlStoryRoutes,
  copyStoryRoute,
  moveStoriesRoutes,
  prioritizeStoryRoute,
  runBulkRoute,
  readCostsRoute,
  settleRequestRoute,
  listPanelsRoute,
  editPanelsRoutes,
  letteringRoutes,
  panelImageRoute,
  letteredPanelRoute,
  panelProvenanceRoute,
  panelRequestsRoute,
  takesRoutes,
  checksRoutes,
  notesRoutes,
  linksRoutes,
  platesRoutes,
  takePicturesRoutes,
  listBatchesRoute,
  retakeBatchRoute,
  listAttemptsRoute,
  listSheetsRoute,
  sheetImageRoute,
  listLedgerRoute,
  openBookRoute,
  editionsRoutes,
  publishCheckRoute,
  webhooksRoutes,
  listQueuesRoute,
  providersRoutes,
  listWorkersRoute,
  installationRoutes,
  bullBoardRoutes,
  keysRoutes,
  tenantsRoutes,
  readSessionRoute,
];

/**
 * The HTTP server over an open context, ready to listen. Closing it stops listening, ends the event streams and waits for
 * the other requests; the context stays open, since the caller that opened it closes it.
 */
export async function buildServer(context: Context, options: ServerOptions = {}): Promise<Server> {
  const streams: EventStreams = {
    heartbeatMs: options.heartbeatMs ?? 15_000,
    now: context.state.clock.now,
    open: new Map(),
  };
  const metrics = openMetrics(context, streams);
  const app = createFastify(context.log, context.config);
  const addOtherMethods = answerOtherMethods(app);

  const dashboardDir = options.dashboardDir ?? builtDashboard;
  const page = openDashboardPage(dashboardDir, context.config.rootPath);
  const closeSilentConnections = silentConnections(app.server);
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    stopEnding();
    closeSilentConnections();
    for (const stream of streams.open.keys()) stream.abort();
  });

  app.decorate('isNoted', (thrown: unknown) => context.redisWatch.noticed(thrown));
  app.decorateRequest('tenant', '');
  app.decorateRequest('caller', null as never);
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, error));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, notFound()));
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...securityHeaders, 'x-request-id': request.id });
    if (closing)
      return sendProblem(reply, new NextpanelError('shutting_down', 'the server is shutting down; try again soon'));
    const refusal = checkHost(request, context.config);
    if (refusal !== undefined) return sendProblem(reply, refusal);
    const { origin } = request.headers;
    if (origin !== undefined && mayCall(context.config, origin)) {
      allowOrigin(request, reply, origin);
      if (request.method === 'OPTIONS') return reply.code(204).send();
    }
    const { 'content-encoding': encoding } = request.headers;
    if (encoding !== undefined && encoding !== 'identity') return sendProblem(reply, compressed(encoding));
    // Before the body is read: nobody wants to know what is wrong with a body that goes nowhere.
    if (!request.is404) return undefined;
    return page?.isWantedBy(request) ? page.send(reply.code(404)) : sendProblem(reply, notFound());
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.requestAnswered(request, reply);
    skipRest(request.raw);
    // Idle connections were closed when closing began; this one, kept alive, would hold it up until it times out.
    if (closing) request.raw.socket.end();
  });
  app.removeContentTypeParser('text/plain');
  await app.register(fastifyCookie);
  nameUnderRoot(app, context.config.rootPath);
  await describeApi(app, context.config.rootPath);
  requireNeeds(app);
  const stopEnding = endStreams(context, streams);

  await app.register(async (scope) => dashboardRoutes(scope, context, dashboardDir, page));
  for (const route of openRoutes) await app.register(async (scope) => route(scope, context));
  await app.register(async (scope) => {
    scope.addHook('onRequest', requireKey(context));
    scope.addHook('preSerialization', showToLinks);
    for (const route of keyedRoutes) await scope.register(async (inner) => route(inner, context));
    await scope.register(async (inner) => storyEventsRoute(inner, context, streams, metrics.eventSent));
    await scope.register(async (inner) => scriptEventsRoute(inner, context, streams));
    await scope.register(async (inner) => changeEventsRoute(inner, context, streams));
    await scope.register(async (inner) => metricsRoute(inner, metrics.registry));
    await scope.register(async (inner) => mcpRoute(inner, context));
  });
  addOtherMethods();
  await app.ready();
  return app;
}

/** What is left of a body that was refused while it was read would stand before the next request of its connection, which is perhaps another's. */
function skipRest(body: IncomingMessage): void {
  if (body.complete) return;
  body.unpipe();
  body.resume();
}

/** A small body that unpacks into gigabytes is refused with all others. */
const compressed = (encoding: string): NextpanelError =>
  new NextpanelError(
    'unsupported_media_type',
    `the body is compressed (Content-Encoding: ${encoding.slice(0, 40)}); send it uncompressed, without this header`,
  );

const notFound = (): NextpanelError => new NextpanelError('not_found', 'nothing has this address; see /docs');
