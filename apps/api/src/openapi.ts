import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { bundledPagePolicy } from './security-headers.ts';
import type { Server } from './server.ts';

const description = `Submit a story; it is drawn batch by batch, each batch continuing from the last frame of the one before,
laid out on sheets and bound into books. Lists are \`{items, nextCursor}\`; errors are RFC 9457 problems with a stable \`code\`.`;

interface ApiDocument {
  readonly components?: { readonly schemas?: Record<string, unknown> };
}

/** `/openapi.json` and `/docs`. Must be there before the routes it describes. */
export async function describeApi(app: Server, rootPath = ''): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      servers: [{ url: rootPath === '' ? '/' : rootPath, description: 'This server' }],
      info: {
        title: 'nextpanel',
        version: '1',
        description,
        license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key; not needed when the server has none' },
          session: { type: 'apiKey', in: 'cookie', name: 'nextpanel_session', description: 'From POST /v1/session' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      const described = jsonSchemaTransformObject(document);
      removeUnusedSchemas(described as ApiDocument);
      return described;
    },
  });
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    ...(rootPath !== '' && { indexPrefix: rootPath }),
    staticCSP: bundledPagePolicy,
    theme: { title: 'nextpanel API' },
  });
  app.route({ method: 'GET', url: '/openapi.json', schema: { hide: true }, handler: () => app.swagger() });
}

/** zod describes every schema both as it is sent and as it is answered; most are only used one way. */
function removeUnusedSchemas(document: ApiDocument): void {
  const schemas = document.components?.schemas ?? {};
  for (let before = -1; before !== Object.keys(schemas).length; ) {
    before = Object.keys(schemas).length;
    const text = JSON.stringify(document);
    for (const name of Object.keys(schemas)) {
      if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name];
    }
  }
}
