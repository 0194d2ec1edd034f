import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { makeCertificate } from './make-certificate.ts';

/** An authority for time stamps (RFC 3161) on this machine. */
export interface TimeStampAuthority extends AsyncDisposable {
  readonly url: string;
  /** How many time stamps it gave. */
  readonly given: () => number;
}

/** extendedKeyUsage timeStamping: a certificate of such an authority has this use alone, and marks it critical. */
const timeStamping = '1.3.6.1.5.5.7.3.8';

/** Answers requests with `openssl ts`, as a public authority does over HTTP. */
export async function startTimeStampAuthority(): Promise<TimeStampAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-tsa-'));
  const at = (name: string) => join(folder, name);
  const { chain, key } = await makeCertificate({ name: 'Test Authority', uses: [timeStamping], criticalUses: true });
  const [leaf = '', root = ''] = chain.split(/(?<=-----END CERTIFICATE-----\n+)(?=-----BEGIN)/);
  await Promise.all([
    writeFile(at('signer.pem'), leaf),
    writeFile(at('root.pem'), root),
    writeFile(at('key.pem'), key),
    writeFile(at('serial'), '01\n'),
    writeFile(
      at('settings'),
      `[authority]
serial = ${at('serial')}
crypto_device = builtin
signer_cert = ${at('signer.pem')}
certs = ${at('root.pem')}
signer_key = ${at('key.pem')}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`,
    ),
  ]);
  let given = 0;
  // One after the other: the file with the serial number belongs to one at a time.
  let before: Promise<unknown> = Promise.resolve();
  const answer = async (query: Buffer): Promise<Buffer> => {
    await writeFile(at('query'), query);
    const child = spawn(
      'openssl',
      [
        'ts',
        '-reply',
        '-config',
        at('settings'),
        '-section',
        'authority',
        '-queryfile',
        at('query'),
        '-out',
        at('reply'),
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [words, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    if (code !== 0) throw new Error(`openssl ts exited ${code}: ${words}`);
    given += 1;
    return readFile(at('reply'));
  };
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const query = await buffer(request);
    const reply = before.then(() => answer(query));
    before = reply.catch(() => undefined);
    try {
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(await reply);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    given: () => given,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
