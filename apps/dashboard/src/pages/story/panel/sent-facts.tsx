import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { TakeView } from '@nextpanel/core';
import { formatUsd } from '../../../parts/format-usd.ts';
import { RelativeTime } from '../../../parts/relative-time.tsx';
import { ServerSentence } from '../../../parts/server-words.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl } from '../frame/picture-url.ts';
import { RetouchNote } from '../retouch/retouch-note.tsx';
import { Fact } from '../story-facts.tsx';

const thumbnailWidth = 160;

const roles: Readonly<Record<string, MessageDescriptor>> = {
  character: msg`character`,
  tile: msg`tile`,
  location: msg`location`,
  prop: msg`prop`,
  style: msg`style`,
  panel: msg`panel`,
  anchor: msg`anchor`,
  'last-frame': msg`last frame`,
  base: msg`base`,
};

/** What a picture is for; of a role that only a newer server knows, its name. */
const nameRole = (role: string): string => {
  const known = roles[role];
  return known === undefined ? role.replace('-', ' ') : t(known);
};

/** What did not go along: a character in the panel without a picture is worth knowing. */
function LeftOut({ pictures }: { readonly pictures: TakeView['leftOut'] }) {
  return (
    <>
      <h4 className="font-medium">{t`Not sent`}</h4>
      <ul className="flex flex-col gap-1">
        {pictures.map(({ role, id, sha256, reason }) => (
          <li key={`${role} ${id} ${sha256}`}>
            <span className="font-medium">
              {nameRole(role)} {id}
            </span>
            : <ServerSentence className="text-ink-soft" words={reason} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a take was drawn from: the prompt as sent, and the pictures sent with it. */
export function SentFacts({ take }: { readonly take: TakeView }) {
  return (
    <section aria-label={t`How take ${take.number} was made`} className="flex flex-col gap-2 text-sm">
      <h3 className="text-base font-semibold">{t`How take ${take.number} was made`}</h3>
      <dl className="flex flex-wrap gap-x-4 gap-y-1">
        <Fact name={t`By`}>
          {take.source === 'uploaded' ? t`hand` : `${take.provider ?? t`a provider`} ${take.model ?? ''}`}
        </Fact>
        {take.at !== null && (
          <Fact name={t`When`}>
            <RelativeTime at={take.at} />
          </Fact>
        )}
        {take.costUsd !== null && <Fact name={t`Cost of its request`}>{formatUsd(take.costUsd)}</Fact>}
      </dl>
      {take.retouch !== undefined && <RetouchNote retouch={take.retouch} />}
      {take.references.length > 0 && (
        <>
          <h4 className="font-medium">{t`Pictures sent with the request, in this order`}</h4>
          <ol className="flex flex-col gap-2">
            {take.references.map((reference, index) => (
              <li key={`${index} ${reference.sha256}`} className="flex items-center gap-3">
                <Picture
                  src={pictureUrl(reference, thumbnailWidth)}
                  alt={reference.id ? t`Reference ${index + 1}: ${reference.id}` : t`Reference ${index + 1}`}
                  width={take.frame.width}
                  height={take.frame.height}
                  className="border-line h-20 w-auto rounded-md border object-contain"
                />
                {reference.role !== undefined && (
                  <span>
                    <span className="font-medium">
                      {index + 1}. {nameRole(reference.role)} {reference.id}
                    </span>
                    <br />
                    <ServerSentence className="text-ink-soft" words={reference.reason ?? ''} />
                  </span>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
      {take.leftOut.length > 0 && <LeftOut pictures={take.leftOut} />}
      {take.prompt !== null && (
        <details>
          <summary className="w-fit cursor-pointer font-medium">{t`Prompt as sent`}</summary>
          <p dir="auto" className="bg-sunken mt-1 rounded-lg p-3 break-words whitespace-pre-wrap">
            {take.prompt}
          </p>
        </details>
      )}
    </section>
  );
}
