import { createServer } from 'node:http';
import { Queue } from 'bullmq';
import fastify from 'fastify';
import { Redis } from 'ioredis';

/**
 * The least a service of this kind does for a submit: Fastify parses the body, and BullMQ adds one job. A process of its own; says its
 * address over IPC. Arguments: the address of Redis.
 */
const connection = new Redis(String(process.argv[2]), { maxRetriesPerRequest: null });
const queue = new Queue('bare', { connection });
const app = fastify({ serverFactory: (handler) => createServer(handler) });
let stories = 0;
app.post('/v1/stories', async (_request, reply) => {
  stories += 1;
  await queue.add('draw', { story: `s${stories}` });
  return reply.code(202).send({ id: `s${stories}` });
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ ready: true, url: address });
process.on('disconnect', () => process.exit(0));
