import { z } from 'zod';
import { bookLayouts } from './layout/layouts.ts';
import { pictureRoles } from './prompts/sent-picture.ts';
import { attemptOutcomes, batchStatuses, panelStatuses, requestStates, storyStatuses } from './states.ts';
import {
  bookSpecSchema,
  characterSpecSchema,
  panelSpecSchema,
  panelTextSchema,
  storySpecSchema,
} from './story-spec.ts';

/** What the HTTP API answers with. Numbers of panels, batches, sheets and takes start at 1; times are ISO 8601 in UTC. */

const count = z.int().min(0);
export const boundBooks =
  'Books bound and ready to download, by name: the format, and the layout or page size it was asked for in, as in print@kdp-6x9';
const number = z.int().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();
const dollars = z.number().min(0);

const milliseconds = z.number().min(0);
const share = z.number().describe('0–1; beyond that it stands outside');
const progress = z.object({ drawn: count, total: count });
const pictureSchema = z.object({ sha256, width: number, height: number, url: z.string() });

const certificateFactsSchema = z.object({
  certificate: sha256.describe('Fingerprint of the certificate'),
  name: z.string().describe('Whom the certificate names: its organisation'),
  issuer: z.string(),
  validUntil: time,
  trust: z
    .enum(['untrusted', 'unverified'])
    .describe(
      'untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up',
    ),
});

export const bookSignaturesSchema = z
  .record(z.string(), certificateFactsSchema)
  .describe(
    'With which certificate the pages in a book are signed (C2PA), by its name; a book that is not among them is not signed',
  );

export const failureSchema = z
  .object({
    panel: number.nullable(),
    panelId: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
    againUsd: dollars
      .optional()
      .describe(
        'What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help',
      ),
  })
  .meta({
    id: 'Failure',
    description: 'Why a panel (or, with panel null, its whole batch or story) needs attention',
  });

const warnings = z.array(z.object({ code: z.string(), detail: z.string() }));

const waitingSchema = z.object({
  code: z.string().describe('The same as waitingOn'),
  since: time,
  until: time.nullable().describe('When it will be over at the latest; null where that is not known'),
  detail: z.string().nullable().describe("Why, such as the provider's own words"),
  progress: z.object({ total: count, completed: count, failed: count }).nullable().describe('Requests at the provider'),
});

export const storyViewSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.enum(storyStatuses),
    waitingOn: z
      .string()
      .nullable()
      .describe(
        'What the story waits for, a code of the error catalogue: why it needs attention, or rate_limited, provider_paused …',
      ),
    waiting: waitingSchema
      .nullable()
      .describe('What is known of the wait of an active story; null while it does not wait, or needs attention'),
    provider: z.string(),
    model: z.string(),
    language: z.string(),
    readingDirection: z.enum(['ltr', 'rtl', 'vertical']),
    layout: z.enum(bookLayouts).describe('How the pages are laid out'),
    characters: z.array(z.object({ id: z.string(), name: z.string() })).describe('The cast'),
    progress: z.object({ panels: progress, batches: progress, sheets: progress }),
    cost: z.object({
      estimateUsd: dollars.describe('Expected price, judged at submit'),
      remainingUsd: dollars
        .optional()
        .describe(
          'What the panels that are not drawn yet will probably cost, corrected by what requests of this model have cost in this story so far; absent in lists',
        ),
      budgetUsd: dollars.nullable().describe('Hard limit of what the story may cost; null is none'),
      spentUsd: dollars,
      heldUsd: dollars.describe('High estimate of the requests under way'),
      possiblyUsd: dollars.describe('Cost of requests with unknown outcome; not part of spentUsd'),
    }),
    failures: z.array(failureSchema),
    priority: z.int().optional().describe('Among the stories of your tenant, −10 … 10; absent: 0'),
    line: z
      .object({ place: z.int().min(1), waiting: z.int().min(0) })
      .optional()
      .describe(
        'Where it stands among all stories that wait for a turn at its provider; absent while it does not stand in line',
      ),
    externalId: z.string().optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    continues: z
      .object({ story: z.string(), title: z.string(), panel: number, panelId: z.string() })
      .optional()
      .describe(
        'Of a next chapter: the story it continues, as it was at submit, and the panel from whose frame its first batch continues. What it took over are copies; that story may be gone since',
      ),
    duplicateOf: z
      .string()
      .optional()
      .describe(
        'A story that asked for exactly the same and was not cancelled when this one was submitted; both are drawn',
      ),
    warnings: warnings.describe(
      'What to know though it keeps nothing from being drawn: found at submit and, except in lists, on the composed sheets',
    ),
    books: z.array(z.string()).describe(boundBooks),
    signatures: bookSignaturesSchema.optional(),
    createdAt: time,
    updatedAt: time,
    rev: count.describe('Goes up with each change a user makes; send it as If-Match to change only what you have seen'),
    links: z.object({
      self: z.string(),
      panels: z.string(),
      cover: z.string().optional().describe('The cover, a panel outside the reading order, of a story that draws one'),
      batches: z.string(),
      sheets: z.string(),
      events: z.string(),
      books: z.record(z.string(), z.string()),
    }),
  })
  .meta({ id: 'Story' });

/** A picture that went along with a request. */
export const sentPictureSchema = z
  .object({
    role: z.enum(pictureRoles),
    id: z
      .string()
      .nullable()
      .describe(
        'What it shows: hare, hare/winter, a location, prop or panel; of a tile, all of them; STORY/PANEL for a frame of the story that this one continues; null for the style',
      ),
    sha256,
    reason: z.string().describe('Why it went along, in words'),
    url: z.string(),
    cells: z
      .array(z.object({ id: z.string(), sha256 }))
      .optional()
      .describe('The pictures that a tile is made of, from left to right'),
  })
  .meta({ id: 'SentPicture' });

/** One that did not. */
export const leftOutSchema = z
  .object({
    role: z.enum(pictureRoles),
    id: z.string().nullable(),
    sha256: sha256.nullable().describe('null: there is no picture of it'),
    reason: z.string(),
  })
  .meta({ id: 'LeftOutPicture' });

const sentPictures = {
  references: z
    .array(sentPictureSchema)
    .default([])
    .describe('Pictures that went along, in the order they were sent, and why'),
  leftOut: z.array(leftOutSchema).default([]).describe('What did not go along, and why'),
};

export const panelViewSchema = z
  .object({
    id: z.string().describe('Permanent: it stays when panels are inserted, moved or removed'),
    number: count.describe('Place in reading order; 0 for the cover'),
    status: z.enum(panelStatuses),
    stale: z.boolean().describe('Drawn from a reference frame or an anchor that is no longer the selected one'),
    prompt: z.string(),
    characters: z.array(z.string()),
    standing: z
      .array(z.object({ id: z.string(), at: z.number() }))
      .default([])
      .describe('Characters that the panel places, with where they stand: 0 to 1 from the left'),
    scene: z.string().nullable().default(null),
    outfits: z
      .array(z.object({ id: z.string(), outfit: z.string() }))
      .default([])
      .describe('What characters wear here instead of the clothes of their description'),
    text: z.array(panelTextSchema),
    focus: panelSpecSchema.shape.focus,
    take: number.nullable().describe('The selected take'),
    takes: count,
    frame: pictureSchema.nullable(),
    ...sentPictures,
    warnings: warnings.describe('What to know about its frame'),
    accepted: z.boolean().default(false).describe('A user has looked at its selected frame and found it right'),
    failure: failureSchema.omit({ panel: true, panelId: true }).nullable(),
  })
  .meta({ id: 'Panel' });

const sharePoint = z.object({ x: share, y: share });

/** Where the texts of a panel stand on its sheet. */
export const panelLetteringSchema = z
  .object({
    panel: number,
    panelId: z.string(),
    aspect: z.number().positive().describe('Width of the slot by its height'),
    texts: z
      .array(
        z.object({
          id: z.string().nullable().describe('Of the text; null in stories from before texts had ids'),
          kind: panelTextSchema.shape.kind,
          box: z
            .object({ x: share, y: share, width: share, height: share })
            .describe('The balloon, the caption, or the letters of a sound effect, from its top left corner'),
          tail: sharePoint.nullable().describe('Where its tail ends'),
        }),
      )
      .describe('In reading order; texts that did not fit are left out'),
  })
  .meta({ id: 'PanelLettering', description: 'Where the texts of a panel stand on its sheet' });

export const batchViewSchema = z
  .object({
    id: z.string().describe('Permanent'),
    number: number.describe('Place in the chain'),
    status: z.enum(batchStatuses),
    panels: z
      .tuple([count, count])
      .describe('Lowest and highest number of its panels; 0 and 0 when all of them were removed'),
    panelIds: z.array(z.string()).describe('Its panels in chain order, those that were removed included'),
    stale: z.boolean().describe('Whether any of its panels is'),
    reference: z
      .object({ panel: count.describe('0 when it was removed'), panelId: z.string(), sha256 })
      .nullable()
      .describe('The frame its panels were drawn from'),
    attempts: count,
    costUsd: dollars.describe('Of its requests that were paid'),
  })
  .meta({ id: 'Batch' });

/** One drawing of a panel. What it was drawn from is known while its record is kept; a frame made by hand has none. */
export const takeViewSchema = z
  .object({
    number,
    selected: z.boolean(),
    removed: z
      .boolean()
      .optional()
      .describe('Its picture was removed to make room, see NEXTPANEL_RETENTION_MB; it cannot be selected'),
    source: z.enum(['drawn', 'uploaded']),
    frame: pictureSchema,
    at: time.nullable(),
    request: z.string().nullable().describe('Key of the request that yielded it'),
    order: z.string().nullable().describe('Id of that request; null for frames drawn by the first release'),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    costUsd: dollars.nullable().describe('Of the request, which may have yielded other frames too'),
    prompt: z.string().nullable().describe('As it was sent'),
    references: z
      .array(
        z.object({
          sha256,
          url: z.string(),
          role: z.enum(pictureRoles).optional(),
          id: z.string().nullish(),
          reason: z.string().optional(),
        }),
      )
      .describe('Pictures that went along, in the order they were sent; role and reason are known since recipe 2'),
    leftOut: sentPictures.leftOut,
    retouch: z
      .object({
        instruction: z.string(),
        base: sha256.describe('The frame that was changed'),
        baseTake: number.nullable(),
        box: z
          .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
          .nullable()
          .describe('The area that could change, or what its mask leaves open; null: the whole picture'),
        mask: z.object({ sha256, url: z.string() }).nullable(),
      })
      .optional()
      .describe('Of a take that changes part of another one; outside of its area it is the same, pixel for pixel'),
  })
  .meta({ id: 'Take' });

const contentCredentialsSchema = z.object({
  bytes: count.describe('Size of the manifest store'),
  manifest: z.string().nullable().describe('Label of the active manifest; null if the store cannot be read'),
  claimGenerator: z.string().nullable().describe('The program that wrote the claim'),
  signature: certificateFactsSchema
    .extend({ timestamped: z.boolean().describe('It has a time stamp of an authority') })
    .nullable()
    .describe('Who signed it, as its certificate says; not verified. null: there is no certificate to read'),
  actions: z.array(
    z.object({
      action: z.string(),
      digitalSourceType: z.string().nullable().describe('An IPTC URL, such as trainedAlgorithmicMedia'),
      softwareAgent: z.string().nullable(),
    }),
  ),
});

/** Where the selected frame of a panel comes from. */
export const provenanceViewSchema = z
  .object({
    panel: count.describe('0 when it was removed'),
    panelId: z.string(),
    take: number.nullable().describe('null while its batch is not committed'),
    sha256,
    mime: z.string(),
    source: z.enum(['drawn', 'uploaded']),
    at: time.nullable(),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    prompt: z.string().nullable().describe('As it was sent'),
    contentCredentials: contentCredentialsSchema
      .nullable()
      .describe('What the C2PA manifest says that the vendor put into the picture; not verified. null: there is none'),
  })
  .meta({ id: 'Provenance' });

/** A request for a panel: what was sent, why, and what became of it. */
export const panelRequestSchema = z
  .object({
    request: z.string(),
    key: z.string(),
    state: z.enum(requestStates),
    panelIds: z.array(z.string()).describe('All panels that it draws'),
    provider: z.string(),
    model: z.string(),
    prompt: z.string().nullable().describe('As it was sent; null where it is not stored any more'),
    ...sentPictures,
    estimateUsd: dollars,
    costUsd: dollars,
    vendorId: z.string().nullable(),
    orderedAt: time.nullable(),
    settledAt: time.nullable(),
    code: z.string().nullable().describe('Why it yielded nothing'),
  })
  .meta({ id: 'PanelRequest', description: 'One call to a provider for a panel, as it was sent' });

/** A reference picture of a character, an outfit, a location, a prop or the style. */
export const plateViewSchema = z
  .object({
    id: z.string().describe('As panels name it: hare, hare/winter, mill, watch or style. In paths, write hare.winter'),
    kind: z.enum(['style', 'character', 'outfit', 'prop', 'location']),
    description: z.string(),
    status: z
      .enum(['supplied', 'waiting', 'drawing', 'drawn', 'failed', 'none'])
      .describe('supplied: the story has pictures of it; none: it has not, and no plate is drawn'),
    pictures: z
      .array(z.object({ sha256, url: z.string() }))
      .describe('What goes along: supplied pictures, or the selected plate'),
    take: number.nullable().describe('The selected take'),
    takes: count,
    frame: pictureSchema.nullable(),
    ...sentPictures,
    failure: failureSchema.omit({ panel: true, panelId: true }).nullable(),
    panels: z.array(number).describe('Numbers of the panels that show it'),
    cover: z.boolean().describe('Whether a cover that is drawn shows it'),
    stale: z.array(number).describe('Panels that were drawn from another picture of it, or by another description'),
    staleCover: z.boolean().describe('Whether the cover was'),
  })
  .meta({ id: 'Plate' });

export const attemptViewSchema = z
  .object({
    batch: count.describe('Place in the chain; 0 for a batch whose panels were all removed before they were drawn'),
    batchId: z.string(),
    number,
    startedAt: time,
    endedAt: time.nullable(),
    waitedMs: milliseconds.nullable().describe('In the queue before it began'),
    providerMs: milliseconds.nullable().describe('From its first order to the last answer of the provider'),
    outcome: z.enum(attemptOutcomes).nullable().describe('null while it runs'),
    code: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });

export const sheetViewSchema = z
  .object({
    number,
    status: z.enum(['waiting', 'composed']),
    panels: z.array(number),
    panelIds: z.array(z.string()),
    image: pictureSchema.nullable(),
    slots: z
      .array(z.object({ panel: number, x: share, y: share, width: share, height: share }))
      .describe('Where its panels stand with their narration, in reading order, in shares of its width and height'),
    warnings: z.array(z.object({ panel: number.nullable(), code: z.string(), detail: z.string() })),
    signature: certificateFactsSchema
      .nullable()
      .describe('With which certificate its picture is signed (C2PA), and verified after signing; null: it is not'),
  })
  .meta({ id: 'Sheet' });

export const ledgerEntrySchema = z
  .object({
    request: z.string().describe('Id of the request; vendors receive it too'),
    key: z.string().describe('Key under which its frames can be recalled'),
    story: z.string(),
    batch: count.describe('Place in the chain; 0 for a batch whose panels were all removed before they were drawn'),
    batchId: z.string(),
    panels: z.array(number).describe('Numbers of its panels, without those that were removed'),
    panelIds: z.array(z.string()),
    provider: z.string().describe('review: a judge was asked about frames, by the model'),
    model: z.string(),
    state: z.enum(requestStates),
    vendorId: z.string().nullable(),
    estimateUsd: dollars,
    costUsd: dollars,
    orderedAt: time.nullable(),
    settledAt: time.nullable(),
    code: z.string().nullable(),
    imported: z.boolean().describe('Ordered by another installation: shown, and counted against no budget'),
    evidence: z
      .array(
        z.object({
          at: time,
          source: z.enum(['webhook', 'history', 'user']),
          says: z.enum(['found', 'paid', 'unpaid']),
          costUsd: dollars.nullable().describe('What a user said it cost'),
        }),
      )
      .describe('What was learnt about it while its outcome was not certain. The provider overrides a user'),
  })
  .meta({ id: 'LedgerEntry', description: 'One request that was, or may have been, paid' });

export const spendingSchema = z
  .object({ spentUsd: dollars, heldUsd: dollars, possiblyUsd: dollars })
  .meta({ id: 'Spending' });

export const storySpendingSchema = spendingSchema
  .extend({ story: z.string(), title: z.string(), provider: z.string(), model: z.string() })
  .meta({ id: 'StorySpending' });

export const ledgerViewSchema = z
  .object({
    items: z.array(storySpendingSchema),
    nextCursor: z.string().nullable(),
    total: spendingSchema.describe('All stories of the tenant'),
    providers: z.record(z.string(), spendingSchema).describe('The same by provider'),
  })
  .meta({ id: 'Ledger', description: 'All spending of a tenant, by story and by provider' });

export const estimateViewSchema = z
  .object({
    lowUsd: dollars,
    expectedUsd: dollars,
    highUsd: dollars,
    batches: count,
    requests: count.describe('Calls to the provider; none for what is recalled'),
    panels: count,
    recalledPanels: count.describe(
      'Panels whose frames were paid for before and are recalled for free; the prices are of the others. Counted along the chain, for as long as its frames are recalled too',
    ),
    scaledReferences: count
      .optional()
      .describe(
        'Pictures that go along smaller than they are, counted for each request: at their own size they would cost more than the panel, and the model would not see more',
      ),
    plates: z
      .object({ plates: count, requests: count, lowUsd: dollars, expectedUsd: dollars, highUsd: dollars })
      .optional()
      .describe(
        'The part of it that is for plates, which are drawn before the first batch; recalled ones cost nothing',
      ),
    cover: z
      .object({ requests: count, lowUsd: dollars, expectedUsd: dollars, highUsd: dollars })
      .optional()
      .describe('The part of it that is for a cover which is drawn; a recalled one costs nothing'),
    review: z
      .object({ calls: count, lowUsd: dollars, expectedUsd: dollars, highUsd: dollars, priceKnown: z.boolean() })
      .optional()
      .describe(
        'The part of it that is for the review: one call for each batch. Corrective retakes come on top, within the budget; with `priceKnown: false` it counts as nothing',
      ),
    economy: z
      .object({ vendorBatches: count, longestHours: count })
      .optional()
      .describe(
        'Only with method economy: vendor batches, one after another along the chain, and how long they may take',
      ),
    warnings: warnings.describe(
      'What to know before it is submitted; with `provider_unavailable` among them it would be refused here',
    ),
  })
  .meta({ id: 'Estimate' });

/** What the next chapter of a story takes over. */
export const chapterViewSchema = z
  .object({
    story: z.string(),
    title: z.string(),
    lastPanel: z
      .object({
        number,
        drawn: z.boolean().describe('Until it is, no next chapter can be submitted'),
        panelId: z.string().nullable().describe('null until it is drawn'),
        frame: z.object({ sha256, url: z.string() }).nullable(),
      })
      .describe('The first batch of the next chapter continues from its frame'),
    cast: z
      .object({
        language: z.string(),
        readingDirection: z.enum(['ltr', 'rtl']).optional(),
        style: storySpecSchema.shape.style,
        characters: z.array(characterSpecSchema),
        locations: storySpecSchema.shape.locations,
        props: storySpecSchema.shape.props,
        book: z.object({
          caps: bookSpecSchema.shape.caps,
          house: bookSpecSchema.shape.house,
          columns: bookSpecSchema.shape.columns,
          fonts: bookSpecSchema.shape.fonts,
        }),
      })
      .describe('As a story file would say it; pictures, selected plates among them, by asset id'),
  })
  .meta({ id: 'Chapter', description: 'What a story file with `continues` takes over where it says nothing else' });

export const assetViewSchema = z
  .object({
    id: z.string(),
    width: count.describe('Pixels; 0 of a font'),
    height: count.describe('Pixels; 0 of a font'),
    bytes: number,
    font: z
      .object({ name: z.string(), letters: number })
      .optional()
      .describe('Of a font: its name, and how many letters it has'),
  })
  .meta({ id: 'Asset', description: 'An uploaded picture or font; stories name it by its id' });

export const assetUseSchema = assetViewSchema
  .extend({
    stories: z
      .array(z.object({ id: z.string(), title: z.string() }))
      .describe('Stories that have the picture, by title; at most 100'),
  })
  .meta({ id: 'AssetUse', description: 'An uploaded picture and the stories that have it' });

export const queueViewSchema = z
  .object({
    name: z.string(),
    provider: z.string().nullable().describe('Whose batches it holds; null for sheets and books'),
    waiting: count,
    active: count,
    delayed: count,
    oldestWaitingMs: milliseconds.nullable().describe('How long the first in line waits'),
    stories: z
      .array(z.object({ story: z.string(), title: z.string(), reason: z.string(), until: time.nullable() }))
      .describe('Stories of yours that wait for a later time, and why; at most 50'),
  })
  .meta({ id: 'Queue', description: 'How many jobs of a queue are where' });

export const providerViewSchema = z
  .object({
    id: z.string(),
    models: z.array(z.string()),
    paused: z.object({ reason: z.string(), since: time }).nullable(),
    outage: z
      .object({
        reason: z.string().describe("The provider's words"),
        since: time,
        retryAt: time.describe('When it is tried again'),
      })
      .nullable()
      .describe('It fails for everybody: nothing is ordered until a single request has succeeded'),
    limits: z
      .array(
        z.object({
          model: z.string(),
          concurrency: count.nullable().describe('Requests under way at once; null: no limit'),
          underWay: count.describe('Requests under way'),
          waiting: count.describe('Stories and requests that wait for one of those to end'),
          imagesPerMinute: z.number().nullable().describe('null: no limit'),
          usedShare: z.number().min(0).max(1).describe('Of what a minute allows'),
          blockedMs: milliseconds.describe('How much longer nothing is ordered, because the provider refused requests'),
          learnedPerMinute: z
            .number()
            .nullable()
            .describe(
              'Images a minute that are ordered at most, as learned from refusals; null: none was refused recently',
            ),
          refusing: z
            .object({ since: time, words: z.string() })
            .nullable()
            .describe("Since when every request was refused because of the rate limit, and the provider's last words"),
        }),
      )
      .describe('Limits shared by all workers, of the models used in the last hour'),
  })
  .meta({ id: 'Provider' });

export const installationViewSchema = z
  .object({
    schema: z.int().describe('Of the stored state; every process writes it'),
    reads: z.object({ oldest: z.int(), newest: z.int() }).describe('Schemas this version reads'),
    migration: z
      .enum(['none', 'ready', 'blocked'])
      .describe('none: the state has the newest schema. blocked: processes of an older version are running'),
    oldProcesses: z
      .array(z.object({ role: z.string(), host: z.string(), pid: z.int(), newest: z.int() }))
      .describe('Processes of older versions heard of in the last minute, with the newest schema they read'),
    storage: z
      .object({
        bytes: count,
        limitBytes: count.nullable().describe('NEXTPANEL_RETENTION_MB; null: no limit'),
        at: time,
      })
      .optional()
      .describe('What artifacts took after the last sweep; absent before the first one'),
    signing: z
      .object({
        status: z.enum(['ready', 'unusable']),
        detail: z.string().describe('The version of the library, or why pages cannot be signed'),
        certificate: certificateFactsSchema.nullable().describe('null: there is none that can be used'),
      })
      .optional()
      .describe('Whether pages can be signed (C2PA): a picture was signed and verified; absent: pages are not signed'),
  })
  .meta({ id: 'Installation', description: 'The schema of the stored state' });

export const providerStatsSchema = z
  .object({
    provider: z.string(),
    items: z
      .array(
        z.object({
          at: time.describe('Beginning of the minute'),
          requests: count,
          images: count,
          failed: count,
          p50Ms: milliseconds.nullable(),
          p95Ms: milliseconds.nullable(),
        }),
      )
      .describe('Minutes in which requests ended, oldest first'),
  })
  .meta({ id: 'ProviderStats', description: "A provider's requests by minute: how many, and how long they took" });

export const workerViewSchema = z
  .object({
    id: z.string(),
    role: z.enum(['worker', 'finalizer']),
    host: z.string(),
    pid: z.int(),
    startedAt: time,
    seenAt: time,
    clockAheadMs: z.int().describe("How far its machine's clock is ahead of Redis' clock, in milliseconds"),
    holds: z
      .array(z.object({ story: z.string().nullable(), what: z.string(), since: time }))
      .describe("What it works on; story is null for another tenant's"),
  })
  .meta({ id: 'Worker', description: 'A process that draws, or composes, and gave a sign of life recently' });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what programs should look at'),
    detail: z.string().describe('What went wrong this time'),
    remedy: z.string().optional().describe('What to do about this code'),
    rev: z.int().optional().describe('With revision_mismatch: the revision the story is at'),
    ifMatch: z.int().optional().describe('With revision_mismatch: the revision that was sent'),
    errors: z
      .array(
        z.object({ pointer: z.string(), detail: z.string(), line: z.int().optional(), column: z.int().optional() }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

/** A page of a list; `nextCursor` is null at the end. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export type Failure = z.output<typeof failureSchema>;
export type StoryView = z.output<typeof storyViewSchema>;
export type PanelView = z.output<typeof panelViewSchema>;
export type PanelLetteringView = z.output<typeof panelLetteringSchema>;
export type CertificateFacts = z.output<typeof certificateFactsSchema>;
export type ContentCredentials = z.output<typeof contentCredentialsSchema>;
export type ProvenanceView = z.output<typeof provenanceViewSchema>;
export type PanelRequestView = z.output<typeof panelRequestSchema>;
export type SentPictureView = z.output<typeof sentPictureSchema>;
export type LeftOutView = z.output<typeof leftOutSchema>;
export type PlateView = z.output<typeof plateViewSchema>;
export type BatchView = z.output<typeof batchViewSchema>;
export type AttemptView = z.output<typeof attemptViewSchema>;
export type SheetView = z.output<typeof sheetViewSchema>;
export type LedgerEntry = z.output<typeof ledgerEntrySchema>;
export type LedgerView = z.output<typeof ledgerViewSchema>;
export type Spending = z.output<typeof spendingSchema>;
export type TakeView = z.output<typeof takeViewSchema>;
export type ChapterView = z.output<typeof chapterViewSchema>;
export type EstimateView = z.output<typeof estimateViewSchema>;
export type AssetView = z.output<typeof assetViewSchema>;
export type AssetUse = z.output<typeof assetUseSchema>;
export type QueueView = z.output<typeof queueViewSchema>;
export type InstallationView = z.output<typeof installationViewSchema>;
export type ProviderView = z.output<typeof providerViewSchema>;
export type ProviderStats = z.output<typeof providerStatsSchema>;
export type WorkerView = z.output<typeof workerViewSchema>;
export type Problem = z.output<typeof problemSchema>;
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
