import { readFileSync } from 'node:fs';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';

const head = '// Generated from openapi.json; to write it again, run: npm run schema\n\n';

/** The TypeScript types of `openapi.json`, as `src/api.generated.ts` has them. */
export async function generateTypes(): Promise<string> {
  const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as OpenAPI3;
  const nodes = await openapiTS(document, {
    // What has a default may be left out of a request.
    defaultNonNullable: false,
  });
  return head + astToString(nodes.map(allowUndefined));
}

/**
 * In the schemas, optional fields may also be undefined: JSON leaves those out. Parameters stay as they are, since openapi-fetch
 * judges by them which a call needs.
 */
function allowUndefined(node: ts.Node): ts.Node {
  if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'components') return node;
  const visit = (child: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(child, visit, undefined);
    if (!ts.isPropertySignature(visited) || visited.questionToken === undefined || visited.type === undefined)
      return visited;
    if (visited.type.kind === ts.SyntaxKind.NeverKeyword) return visited;
    const { factory } = ts;
    const type = factory.createUnionTypeNode([
      visited.type,
      factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
    ]);
    return factory.updatePropertySignature(visited, visited.modifiers, visited.name, visited.questionToken, type);
  };
  return ts.visitEachChild(node, visit, undefined);
}
