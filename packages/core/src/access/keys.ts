import { z } from 'zod';
import { roles } from './roles.ts';
import { tenantPattern } from './tenant-name.ts';

/** What `/v1/admin/keys`, `/v1/admin/tenants` and `/v1/session` accept and answer with. */

const time = z.iso.datetime();
const tenant = z.string().regex(tenantPattern, 'must be 1–63 letters, digits and hyphens');
const role = z.enum(roles);
const name = z.string().min(1).max(100);
const expiresAt = z.iso.datetime({ offset: true }).describe('When the key expires');
const amount = (max: number) => z.int().min(0).max(max).nullable();

export const keyFormSchema = z
  .strictObject({
    tenant: tenant.optional().describe("Whose key it is; default: your own. Another one needs the operator's key"),
    role: role.describe('What the key may do; each role includes those before it'),
    name: name.describe('What the key is for'),
    expiresAt: expiresAt.optional(),
  })
  .meta({ id: 'KeyForm' });

export const keyChangeSchema = z
  .strictObject({
    name: name.optional(),
    role: role.optional(),
    expiresAt: expiresAt.nullable().optional().describe('null: it does not expire'),
  })
  .meta({ id: 'KeyChange' });

/** How long an old secret is valid after a rotation, in hours: a day to change it everywhere, a month at most. */
export const rotationGrace = { defaultHours: 24, mostHours: 720 } as const;

export const keyRotationSchema = z
  .strictObject({
    graceHours: z
      .int()
      .min(0)
      .max(rotationGrace.mostHours)
      .default(rotationGrace.defaultHours)
      .describe('How long the old secret is valid, in hours; 0: it ends at once'),
  })
  .meta({ id: 'KeyRotation' });

export const keyViewSchema = z
  .object({
    id: z.string(),
    tenant: z.string(),
    role,
    name: z.string(),
    prefix: z.string().describe('The first characters of the secret, to recognise it by'),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable().describe('To about a minute'),
    previous: z
      .object({ prefix: z.string(), until: time })
      .nullable()
      .describe('The secret before the last rotation, while it is valid'),
    secret: z.string().optional().describe('Only in the answers that made it'),
  })
  .meta({ id: 'Key', description: 'An API key; only a hash of its secret is stored' });

const limits = {
  waitingStories: amount(1_000_000).describe('Stories that are not finished, paused or stopped'),
  concurrentImages: amount(100_000).describe(
    'Pictures under way at once; a batch begins beside others only if it fits',
  ),
  imagesPerDay: amount(10_000_000).describe('Pictures ordered in a day (UTC)'),
  usdPerDay: z
    .number()
    .min(0)
    .max(1_000_000)
    .nullable()
    .describe('Dollars of a day (UTC): paid, perhaps paid, and held for what is on its way'),
};
const weight = z
  .number()
  .min(0.1)
  .max(100)
  .describe('Share of the machine when several tenants wait: twice the weight, twice as many batches');

const partial = <Shape extends Record<string, z.ZodType>>(shape: Shape) =>
  z.strictObject(
    Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()])) as {
      [Key in keyof Shape]: z.ZodOptional<Shape[Key]>;
    },
  );

export const tenantChangeSchema = z
  .strictObject({
    name: z.string().max(100).optional(),
    weight: weight.optional(),
    limits: partial(limits).optional().describe('null: no limit; those that are left out stay'),
  })
  .meta({ id: 'TenantChange' });

export const tenantFormSchema = tenantChangeSchema.extend({ id: tenant }).meta({ id: 'TenantForm' });

export const tenantViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    weight,
    limits: z.object(limits),
    today: z
      .object({
        images: z.int(),
        usd: z.number().describe('Paid, perhaps paid, and held for what is on its way'),
      })
      .describe('What counts against the limits of this day (UTC)'),
    waitingStories: z.int(),
  })
  .meta({ id: 'Tenant', description: 'Whose stories are kept apart from those of others, with weight and limits' });

export const sessionViewSchema = z
  .object({
    tenant: z.string(),
    role,
    operates: z.boolean().describe('May see and pause providers, queues and processes'),
    governs: z.boolean().describe('May set up tenants'),
    key: z.string().nullable().describe('Id of the key; null for keys of the environment'),
    expiresAt: time.nullable(),
  })
  .meta({ id: 'Session', description: 'Who asks, and what this key may do' });

export type KeyForm = z.output<typeof keyFormSchema>;
export type KeyChange = z.output<typeof keyChangeSchema>;
export type KeyRotation = z.output<typeof keyRotationSchema>;
export type KeyView = z.output<typeof keyViewSchema>;
export type TenantChange = z.output<typeof tenantChangeSchema>;
export type TenantForm = z.output<typeof tenantFormSchema>;
export type TenantView = z.output<typeof tenantViewSchema>;
export type TenantLimits = TenantView['limits'];
export type SessionView = z.output<typeof sessionViewSchema>;
