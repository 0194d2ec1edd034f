export * from './operation-needs.ts';
export * from './roles.ts';
export * from './tenant-name.ts';
