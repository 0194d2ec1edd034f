export * from './catalogue.ts';
export * from './error-facts.ts';
export * from './warnings.ts';
