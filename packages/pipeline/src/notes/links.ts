import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type LinkForm, type LinkView, linkDays, linksOfStoryMax, NextpanelError } from '@nextpanel/core';
import type { StoredLink } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { refuseRemoved, rememberRemoval } from '../removed-since.ts';
import { type ChangeScope, type Scope, storyHead } from '../stories/read-story.ts';

type LinksContext = Pick<Context, 'state' | 'log'>;

/** A link that opens something now. */
export interface OpenLink {
  readonly tenant: string;
  readonly story: string;
  readonly link: StoredLink;
}

/** `npl_<story>.<link>.<secret>`: the mark by which scanners of public repositories can know it, and where to look for its hash. */
const secretForm = /^npl_([A-Za-z0-9_-]{1,64})\.(l[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;
const dayMs = 86_400_000;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether this is the secret of a link, whatever it opens. */
export const isLinkSecret = (secret: string): boolean => secret.startsWith('npl_');

/** Links that are valid, the newest first. Throws `not_found`. */
export async function listLinks(context: LinksContext, scope: Scope): Promise<LinkView[]> {
  await storyHead(context, scope);
  const now = context.state.clock.now();
  return (await context.state.notes.links(scope.id))
    .filter(({ endsAt }) => endsAt > now)
    .sort((a, b) => b.createdAt - a.createdAt)
    .map(viewLink);
}

/**
 * Makes a link; its secret is in this answer and in none after it. The same change again is answered with the link that is there, without its
 * secret, of which only the hash is stored. Throws `not_found`, `invalid`, `removed_since`.
 */
export async function addLink(
  context: LinksContext,
  { change, ...scope }: Omit<ChangeScope, 'ifRev'>,
  { role, name, expires }: LinkForm,
): Promise<LinkView> {
  await storyHead(context, scope);
  const { state, log } = context;
  const now = state.clock.now();
  const id = `l${change?.slice(0, 12) ?? randomBytes(6).toString('hex')}`;
  const secret = `npl_${scope.id}.${id}.${randomBytes(32).toString('base64url')}`;
  const endsAt = expires === undefined ? now + linkDays.default * dayMs : Date.parse(expires);
  if (endsAt <= now) throw badEnd('expires is in the past; give a time to come');
  if (endsAt > now + linkDays.most * dayMs) throw badEnd(`a link is valid for ${linkDays.most} days at most`);
  const link: StoredLink = { id, role, name: name ?? null, hash: hashOf(secret), createdAt: now, endsAt };
  if (change !== undefined && (await state.notes.link(scope.id, id)) === null) await refuseRemoved(context, 'link', id);
  const over = (await state.notes.links(scope.id)).filter((old) => old.endsAt <= now).map((old) => old.id);
  const outcome = await state.notes.addLink({ story: scope.id, most: linksOfStoryMax, over }, link);
  if (outcome === 'gone') throw new NextpanelError('not_found', `there is no story ${scope.id.slice(0, 64)}`);
  if (outcome === 'there') return viewLink((await state.notes.link(scope.id, id)) ?? link);
  if (outcome === 'full')
    throw new NextpanelError(
      'invalid',
      `the story has ${linksOfStoryMax} links already; revoke those that are not used`,
    );
  log.info({ story: scope.id, link: id }, 'link added');
  return { ...viewLink(link), secret };
}

/** Revokes a link: it opens nothing from now on; its notes stay. Throws `not_found`. */
export async function deleteLink(context: LinksContext, scope: Scope, id: string): Promise<void> {
  await storyHead(context, scope);
  const link = await context.state.notes.link(scope.id, id);
  if (link !== null) await rememberRemoval(context, link);
  if (!(await context.state.notes.deleteLink(scope.id, id)))
    throw new NextpanelError('not_found', `the story has no link ${id}`);
  context.log.info({ story: scope.id, link: id }, 'link revoked');
}

/** The link whose secret this is, if it is valid now. */
export async function findLink({ state }: Pick<Context, 'state'>, secret: string): Promise<OpenLink | null> {
  const [, story, id] = secretForm.exec(secret) ?? [];
  if (story === undefined || id === undefined) return null;
  const [link, head] = await Promise.all([state.notes.link(story, id), state.read.head(story)]);
  if (link === null || head === null || link.endsAt <= state.clock.now()) return null;
  const same = timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(link.hash, 'hex'));
  return same ? { tenant: head.tenant, story, link } : null;
}

const badEnd = (detail: string) => new NextpanelError('invalid', detail, { detail: { pointer: '/expires' } });

const viewLink = ({ id, role, name, createdAt, endsAt }: StoredLink): LinkView => ({
  id,
  role,
  name,
  createdAt: new Date(createdAt).toISOString(),
  expires: new Date(endsAt).toISOString(),
});
