import { runBackup } from '@nextpanel/pipeline';

// node apps/worker/src/backup.ts backup FILE: see infra/runbooks/restore-from-backup.md.
process.exit(await runBackup(process.argv.slice(2)));
