import { type ChatServer, openChat } from '@nextpanel/chat';
import { openTextFinder, type TextFinder } from '@nextpanel/checks';
import {
  type Catalogue,
  type ChatConfig,
  type Config,
  type Failpoint,
  NextpanelError,
  type Provider,
  type ProviderId,
  type ReviewConfig,
} from '@nextpanel/core';
import {
  bindBook,
  checkFonts,
  checkLetters,
  composeCover,
  composePanel,
  composeSheet,
  composeTextPage,
  composeTile,
  cutContactSheet,
  drawBoxMask,
  drawPlaceholder,
  drawStoryboardFrame,
  inspectPicture,
  installFont,
  isFont,
  joinBooks,
  learnFont,
  letterSheet,
  openSigning,
  pageEncodings,
  pasteArea,
  readClearShare,
  readContentCredentials,
  readFont,
  readMask,
  readPixels,
  resizePicture,
  type Signing,
  scalePicture,
  shrinkPicture,
  withoutManifest,
} from '@nextpanel/imaging';
import { openProviders } from '@nextpanel/providers';
import {
  connectQueue,
  type FirstAnswers,
  type ModelLimits,
  openFirstAnswers,
  openModelLimits,
  openProviderOutages,
  openQueues,
  openScriptQueue,
  openWebhookQueue,
  type ProviderOutages,
  type QueueConnection,
  type Queues,
  type ScriptQueue,
  type WebhookQueue,
} from '@nextpanel/queue';
import { type Artifacts, connectState, type Epoch, keyRoot, openArtifacts, type State } from '@nextpanel/store';
import type { Logger } from 'pino';
import { armFailpoint, type Floor } from './arm-failpoint.ts';
import { openRoom, type Room } from './finalize/open-room.ts';
import { keepResized } from './keep-resized.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { type Measures, noMeasures } from './measures/measures.ts';
import { openParsing, type Parsing } from './parsing/open-parsing.ts';
import { openPictureWork, type PictureWork } from './picture-work.ts';
import { type Space, watchSpace } from './require-space.ts';
import type { FreePort } from './starting/open-when-there.ts';
import { noTracing, type Tracing } from './tracing/tracing.ts';
import { requireEpoch } from './watch-epoch.ts';
import { type RedisWatch, watchRedis } from './watch-redis.ts';
import { openSending, type SendDelivery } from './webhooks/send-delivery.ts';

/** Everything the use-cases work with; each asks for its slice. */
export interface Context extends AsyncDisposable {
  readonly config: Config;
  readonly log: Logger;
  readonly state: State;
  /** Whether Redis takes writes. */
  readonly redisWatch: RedisWatch;
  readonly artifacts: Artifacts;
  /** When the installation was last restored; null: never. */
  readonly epoch: Epoch | null;
  /** Whether there is room for more artifacts. */
  readonly space: Space;
  readonly queues: Queues;
  readonly webhookQueue: WebhookQueue;
  readonly scriptQueue: ScriptQueue;
  readonly sendDelivery: SendDelivery;
  /** What may be asked of each model at once and per minute, by all processes together. */
  readonly limits: ModelLimits;
  /** Which providers fail for everybody, as all processes see it. */
  readonly outages: ProviderOutages;
  /** Which servers of one's own have answered once. */
  readonly firstAnswers: FirstAnswers;
  /** Models a story can name, the user's own included. */
  readonly catalogue: Catalogue;
  readonly providers: ReadonlyMap<ProviderId, Provider>;
  /** Reviews frames; null: no review server is set up here. */
  readonly reviewing: Reviewing | null;
  /** Adapts scripts; null: no server for that is set up here. */
  readonly adapting: Adapting | null;
  readonly imaging: Imaging;
  /** Signs the pictures of pages; null: they are not signed here. */
  readonly signing: Signing | null;
  /** How much of composing and binding is under way here at once. */
  readonly room: Room;
  /** Reads what users send, large texts in another thread. */
  readonly parsing: Parsing;
  /** Finds letters in frames, for the check `text`. */
  readonly textFinder: TextFinder;
  /** Decoding and scaling for requests of users: a few at a time, tenants in turn. */
  readonly pictureWork: PictureWork;
  /** Binding partial books for requests of users: one at a time, tenants in turn, so that pictures are not kept waiting. */
  readonly bookWork: PictureWork;
  /** Planning pages for requests of users: one at a time, tenants in turn; see `planInTurn`. */
  readonly planWork: PictureWork;
  /** What this process counts of its work. */
  readonly measures: Measures;
  /** Traces of stories. */
  readonly tracing: Tracing;
  /** Dies here when the environment says so; see `failpoints` in core. */
  readonly failpoint: Failpoint;
  /** Hash-tagged prefix and connection for BullMQ workers. */
  readonly root: string;
  readonly queueConnection: QueueConnection;
}

/** The judge of this installation, what it charges, and how long a review may take. */
export interface Reviewing extends Pick<ReviewConfig, 'price' | 'deadlineMs'> {
  readonly judge: ChatServer;
}

/** The server of the language model that adapts scripts, and what it charges. */
export interface Adapting extends Pick<ChatConfig, 'price'> {
  readonly chat: ChatServer;
}

export interface Imaging {
  readonly inspectPicture: typeof inspectPicture;
  readonly checkLetters: typeof checkLetters;
  readonly composeCover: typeof composeCover;
  readonly composePanel: typeof composePanel;
  readonly composeSheet: typeof composeSheet;
  readonly composeTextPage: typeof composeTextPage;
  readonly composeTile: typeof composeTile;
  readonly drawPlaceholder: typeof drawPlaceholder;
  readonly scalePicture: typeof scalePicture;
  readonly shrinkPicture: typeof shrinkPicture;
  readonly cutContactSheet: typeof cutContactSheet;
  readonly drawBoxMask: typeof drawBoxMask;
  readonly readMask: typeof readMask;
  readonly pasteArea: typeof pasteArea;
  readonly readPixels: typeof readPixels;
  readonly readClearShare: typeof readClearShare;
  readonly readContentCredentials: typeof readContentCredentials;
  readonly bindBook: typeof bindBook;
  readonly pageEncodings: typeof pageEncodings;
  readonly joinBooks: typeof joinBooks;
  readonly installFont: typeof installFont;
  readonly letterSheet: typeof letterSheet;
  readonly isFont: typeof isFont;
  readonly learnFont: typeof learnFont;
  readonly readFont: typeof readFont;
  readonly withoutManifest: typeof withoutManifest;
  /** A picture scaled down to a width; recent ones are cached. */
  readonly resizedPicture: ReturnType<typeof keepResized>;
}

/** What a process is for: the API must answer people within seconds, the others wait through a restart of Redis. */
export type Role = 'api' | 'worker' | 'finalizer';

/**
 * Opens every part. Throws `epoch_mismatch`, `restore_unfinished`, `redis_unreachable`, `redis_too_old`, `redis_evicts`, `redis_url_missing`,
 * `data_dir_unwritable` or `fonts_missing`. Disposing closes what was opened, last first.
 */
export async function openContext(
  config: Config,
  {
    log,
    role,
    floor = armFailpoint(config.failpoint),
    freePort = async () => undefined,
    anyEpoch = false,
  }: {
    log: Logger;
    role: Role;
    floor?: Floor;
    /** Called when every part is there, before the port of the metrics is used. */
    freePort?: FreePort;
    /** For what makes backups and restores them: state and artifacts need not belong together yet. */
    anyEpoch?: boolean;
  },
): Promise<Context> {
  if (config.redis === null) throw redisUrlMissing();
  // Letters drawn as boxes would only be noticed in the book. Only the finalizer letters pages: a worker
  // that replaces a killed one is ready half a second sooner without this.
  if (role === 'finalizer') await checkFonts();
  const catalogue = await loadCatalogue(config.catalogueFile);
  const patience = role === 'api' ? 'prompt' : 'patient';
  await using opened = new AsyncDisposableStack();
  const artifacts = opened.use(await openArtifacts(config.artifacts, { fsync: config.fsync }));
  const queueConnection = opened.use(connectQueue(config.redis, patience));
  const state = opened.use(
    await connectState({
      redis: config.redis,
      replicas: config.redisWait,
      patience,
      prefix: config.redisPrefix,
      // It may not have written anything itself: an API that only reads.
      onDemoted: () => queueConnection.leaveDemoted(),
      onStoryMigrated(story) {
        log.info({ story }, 'a story of the first release was migrated');
        floor.failpoint('story-migrated');
      },
    }),
  );
  if (!anyEpoch) await requireEpoch({ state, artifacts });
  const epoch = await state.backups.epoch();
  const root = keyRoot(config.redisPrefix);
  const { openai, azure, fal, openaiCompatible, publicUrl } = config;
  const providers = await openProviders({
    storyboard: { draw: drawStoryboardFrame, latencyMs: config.storyboardLatencyMs },
    now: state.clock.now,
    openai,
    azure,
    openaiCompatible,
    fal,
    ...(publicUrl !== null && { webhookUrl: hookOf(publicUrl) }),
  });
  const queues = opened.use(
    openQueues({
      connection: queueConnection,
      root,
      providers: [...providers.keys()],
      ownerOf: (story) => state.tenantSettings.ownerOf(story),
    }),
  );
  const webhookQueue = opened.use(openWebhookQueue({ connection: queueConnection, root }));
  const scriptQueue = opened.use(openScriptQueue({ connection: queueConnection, root }));
  const limits = opened.use(
    openModelLimits({
      connection: queueConnection,
      root,
      wake: (provider, story) => queues.ensureDraw(provider, { story }, { now: true }),
    }),
  );
  const redisWatch = opened.use(watchRedis({ state, log }));
  const pictureWork = openPictureWork();
  const parsing = opened.use(openParsing());
  const textFinder = opened.use(openTextFinder());
  const measures = opened.use(await openMeasures(config, role, freePort));
  const tracing = opened.use(await openTraces(config, role));
  const signing = config.signing && opened.use(openSigning(config.signing));
  const owned = opened.move();
  return {
    config,
    log,
    state,
    redisWatch,
    artifacts,
    epoch,
    space: watchSpace({ artifacts, config, log }),
    catalogue,
    queues,
    webhookQueue,
    scriptQueue,
    sendDelivery: openSending(config.webhookHosts),
    limits,
    outages: openProviderOutages({ connection: queueConnection, root }),
    firstAnswers: openFirstAnswers({ connection: queueConnection, root }),
    providers,
    room: openRoom(),
    reviewing: config.review && {
      ...config.review,
      judge: openChat({ ...config.review, name: 'the review server', keyVariable: 'NEXTPANEL_REVIEW_API_KEY' }),
    },
    adapting: config.script && {
      price: config.script.price,
      chat: openChat({ ...config.script, name: 'the script server', keyVariable: 'NEXTPANEL_SCRIPT_API_KEY' }),
    },
    imaging: {
      inspectPicture,
      checkLetters,
      composeCover,
      composePanel,
      composeSheet,
      composeTextPage,
      composeTile,
      drawPlaceholder,
      scalePicture,
      shrinkPicture,
      cutContactSheet,
      drawBoxMask,
      readMask,
      pasteArea,
      readPixels,
      readClearShare,
      readContentCredentials,
      bindBook,
      joinBooks,
      pageEncodings,
      installFont,
      isFont,
      learnFont,
      letterSheet,
      readFont,
      withoutManifest,
      resizedPicture: keepResized(resizePicture, pictureWork),
    },
    signing,
    parsing,
    textFinder,
    pictureWork,
    bookWork: openPictureWork({ atOnce: 1 }),
    planWork: openPictureWork({ atOnce: 1 }),
    measures,
    tracing,
    failpoint: floor.failpoint,
    root,
    queueConnection,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The library that counts is loaded only where it is asked for. The API has its own counts, at `/metrics`. */
async function openMeasures({ metricsPort: port, host }: Config, role: Role, freePort: FreePort): Promise<Measures> {
  if (port === null || role === 'api') return noMeasures;
  await freePort();
  const { serveMeasures } = await import('./measures/serve-measures.ts');
  return serveMeasures({ host, port });
}

/** The SDK is loaded only where traces are sent somewhere. */
async function openTraces({ otlpEndpoint: endpoint }: Config, role: Role): Promise<Tracing> {
  if (endpoint === null) return noTracing;
  const { openTracing } = await import('./tracing/open-tracing.ts');
  return openTracing({ endpoint, service: `nextpanel-${role}` });
}

/** Where a vendor reports the end of a request: the API's route, with the order's id in it. */
const hookOf = (publicUrl: string) => (provider: ProviderId, order: string) =>
  `${publicUrl}/v1/hooks/${provider}/${order}`;

const redisUrlMissing = () =>
  new NextpanelError('redis_url_missing', 'REDIS_URL is not set; set it, or start everything with `npm start`');
