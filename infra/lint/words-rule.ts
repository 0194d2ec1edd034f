import { relative, sep } from 'node:path';

/** What this rule reads of ESTree's nodes. */
interface Node {
  readonly type: string;
  readonly parent?: Node | null;
  readonly value?: unknown;
  readonly key?: Node;
  readonly name?: string | Node;
  readonly callee?: Node;
  readonly tag?: Node;
  readonly openingElement?: Node;
  readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[];
}

/** What this rule uses of Oxlint's context for plugins. */
interface RuleContext {
  readonly cwd: string;
  readonly filename: string;
  report(problem: { node: Node; message: string }): void;
}

const where = /^apps\/dashboard\/src\//;
/** Attributes and fields that people read, or that are read out to them. */
const read =
  /^(?:aria-label|aria-valuetext|alt|title|label|placeholder|hint|description|verb|caption|summary|heading|text|words|error|legend|name|what|note|spoken|none)$/;
/** Names that are the same in every language, what stands on keys, and words of the API. */
const names = new RegExp(
  `^(?:${[
    '[\\W\\d_]*',
    'nextpanel|fal|OpenAI|Azure OpenAI|English|The Tortoise and the Hare|The Star Money',
    'title: My story[^]*|XLIFF|CSV|PDF|p\\d+|… UTC|de, ar, pt-BR|en|key|settle-…|Enter|Escape',
    'approve|pause|resume|cancel|right|wrong',
    // Where no catalogue came there are no words of any other language.
    'The dashboard could not be loaded\\..*',
  ].join('|')})$`,
);
/** A sentence, or the beginning of one. */
const sentence = /^(?:[A-Z][a-z’]+|A) (?:\S+ )+\S+|[a-z]{2,} [a-z]{2,}[^.:[\]()-]*[.…?!]$/;

/** Whether people would read these words in English whatever language they chose. */
export const isBare = (words: string, isRead: boolean): boolean => {
  const plain = words.replaceAll(/\s+/g, ' ').trim();
  if (names.test(plain)) return false;
  return isRead ? /[A-Za-z]{2,}/.test(plain) : sentence.test(plain);
};

/** The name of an identifier or an attribute, or the words of a key in quotes. */
function nameOf(node: Node | null | undefined): string {
  if (typeof node?.name === 'string') return node.name;
  if (node?.name !== undefined) return nameOf(node.name);
  return typeof node?.value === 'string' ? node.value : '';
}

function* ancestors(node: Node): Generator<Node> {
  for (let at = node.parent; at !== undefined && at !== null; at = at.parent) yield at;
}

/** Inside of a message, where the macros of Lingui take it from, or of something that is no text. */
function isTaken(node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.type === 'TaggedTemplateExpression') return true;
    if (at.type === 'CallExpression' && /^(?:plural|select|t|msg)$/.test(nameOf(at.callee))) return true;
    if (at.type === 'JSXElement' && /^(?:Trans|code|kbd)$/.test(nameOf(at.openingElement?.name as Node | undefined)))
      return true;
    if (at.type === 'ImportDeclaration' || at.type.startsWith('TS') || at.type === 'NewExpression') return true;
  }
  return false;
}

/** Whether the words are the value of something that is read. */
function isReadAt(node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.type === 'JSXAttribute') return read.test(nameOf(at.name as Node));
    // `name` of an object is how code calls something; as an attribute it stands on the page.
    if (at.type === 'Property') return at.key !== node && nameOf(at.key) !== 'name' && read.test(nameOf(at.key));
    if (at.type === 'JSXExpressionContainer' && at.parent?.type === 'JSXElement') return true;
    if (!/^(?:JSXExpressionContainer|ConditionalExpression|LogicalExpression|TemplateLiteral)$/.test(at.type))
      return false;
  }
  return false;
}

/** Oxlint's rule `nextpanel/words`: what people read on the dashboard is a message, so that it can be translated. */
export const words = {
  create(context: RuleContext) {
    if (!where.test(relative(context.cwd, context.filename).replaceAll(sep, '/'))) return {};
    const check = (node: Node, text: string, isRead: boolean) => {
      if (!isBare(text, isRead) || isTaken(node)) return;
      const start = text.trim().slice(0, 40);
      context.report({ node, message: `“${start}” is shown in English in every language: write t\`…\` or <Trans>` });
    };
    return {
      JSXText: (node: Node) => check(node, String(node.value), true),
      Literal(node: Node) {
        if (typeof node.value === 'string') check(node, node.value, isReadAt(node));
      },
      TemplateLiteral(node: Node) {
        const text = (node.quasis ?? []).map(({ value }) => value.cooked ?? '').join('\u2026');
        check(node, text, isReadAt(node));
      },
    };
  },
};
