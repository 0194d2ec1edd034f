#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { compiledFolder } from './compiled-folder.ts';

const folder = compiledFolder(process.env);
if (folder !== undefined) enableCompileCache(folder);
await import('./run-main.ts');
