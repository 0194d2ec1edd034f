export * from './catalogue.ts';
export * from './describe-wait.ts';
export * from './error-facts.ts';
export * from './warnings.ts';
