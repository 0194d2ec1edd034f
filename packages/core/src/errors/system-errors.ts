import { type ErrorTable, exitCodes } from './error-facts.ts';

const { invalid, environment } = exitCodes;

/** What is wrong with the machine, the configuration or the use of the command line. */
export const systemErrors = {
  unexpected: {
    status: 500,
    stops: true,
    passes: true,
    title: 'An unexpected error',
    remedy: 'Look at the log of the server or the worker, then try again. If it happens again, report it.',
  },
  disk_full: {
    status: 507,
    exit: environment,
    stops: true,
    passes: true,
    title: 'The disk of the server is full',
    remedy: 'Free some space on the disk. Drawing then continues automatically.',
  },
  bucket_refuses: {
    status: 507,
    exit: environment,
    stops: true,
    passes: true,
    title: 'The object store refuses to store or to give out files',
    brief: 'the object store refuses',
    remedy:
      'The message has the words of the store: give the key of S3_ACCESS_KEY_ID its rights, raise the quota, or create the bucket. Drawing then continues automatically.',
  },
  bucket_unreachable: {
    status: 503,
    exit: environment,
    stops: true,
    passes: true,
    title: 'The object store does not answer',
    remedy: 'Check S3_ENDPOINT and that the store runs. Drawing continues automatically when it answers.',
  },
  bucket_unsuitable: {
    status: 503,
    exit: environment,
    stops: true,
    title: 'The object store cannot be used',
    remedy: 'Use a store with conditional writes (If-None-Match), such as Amazon S3, MinIO or Ceph.',
  },
  data_dir_unwritable: {
    status: 503,
    exit: environment,
    stops: true,
    title: 'The data folder cannot be written',
    remedy: 'Give the user of the server write permission, or set NEXTPANEL_DATA_DIR to another folder.',
  },
  signing_unusable: {
    status: 503,
    exit: environment,
    passes: true,
    title: 'Pages cannot be signed with the certificate and the library that are set',
    brief: 'pages cannot be signed',
    remedy:
      'Correct what the detail names: NEXTPANEL_C2PA_MODULE, NEXTPANEL_C2PA_CERTIFICATE or NEXTPANEL_C2PA_KEY; or unset all of them to bind without signatures. Composing then continues automatically.',
  },
  signing_failed: {
    status: 503,
    exit: environment,
    passes: true,
    title: 'A page could not be signed',
    remedy:
      'Read the detail. Where a time stamp is asked for, check that its authority answers. Composing is tried again automatically.',
  },
  redis_unreachable: {
    status: 503,
    title: 'Redis does not answer',
    remedy: 'Check that Redis runs and that REDIS_URL is right. Everything continues when it answers.',
  },
  redis_full: {
    status: 503,
    passes: true,
    title: 'Redis has no memory left',
    remedy: 'Free memory or raise maxmemory of Redis, then try again. Nothing was lost.',
  },
  redis_read_only: {
    status: 503,
    passes: true,
    title: 'Redis is a read-only replica',
    remedy: 'Wait for the failover, or let REDIS_URL lead to the primary server. Everything continues automatically.',
  },
  redis_cluster_down: {
    status: 503,
    passes: true,
    title: 'The Redis cluster has no primary for our keys',
    remedy: 'Wait for the failover, or bring the failed nodes back. Everything continues automatically.',
  },
  redis_cannot_save: {
    status: 503,
    passes: true,
    title: 'Redis cannot save its data and refuses writes',
    remedy: 'Read the log of Redis; free some disk space or correct its folder. Everything continues automatically.',
  },
  redis_without_replicas: {
    status: 503,
    passes: true,
    title: 'Redis has too few replicas and refuses writes',
    remedy: 'Start the replicas again, or lower min-replicas-to-write. Everything continues automatically.',
  },
  redis_forbids: {
    status: 503,
    passes: true,
    title: 'The Redis user may not do what is needed',
    remedy: 'Give the user the permissions of docs/environment.md#redis. Everything continues automatically.',
  },
  redis_busy: {
    status: 503,
    passes: true,
    title: 'Redis is busy with a long script',
    remedy: 'Wait, or end the script with SCRIPT KILL. Everything continues automatically.',
  },
  redis_login: {
    status: 503,
    title: 'Redis does not accept the user name or password',
    remedy: 'Correct REDIS_URL. Special characters in a password must be percent-encoded.',
  },
  redis_database_missing: {
    status: 503,
    title: 'Redis does not have the database that REDIS_URL names',
    remedy: 'Use another database number, or none, in REDIS_URL, or raise `databases` in redis.conf.',
  },
  redis_too_old: {
    status: 503,
    title: 'Redis is too old',
    remedy: 'Install a newer Redis or Valkey; the detail names the oldest supported version.',
  },
  redis_evicts: {
    status: 503,
    title: 'Redis is set to evict keys, which would lose stories',
    remedy: 'Set maxmemory-policy to noeviction.',
  },
  redis_url_missing: {
    exit: environment,
    title: 'REDIS_URL is not set',
    remedy: 'Set REDIS_URL, or start everything with `npm start`.',
  },
  redis_missing: {
    exit: environment,
    title: 'No Redis server is installed',
    remedy: 'Install Redis or Valkey, name one with NEXTPANEL_REDIS_SERVER, or use a running one with REDIS_URL.',
  },
  redis_failed: {
    exit: environment,
    title: 'Redis did not start, or stopped',
    remedy: 'Read redis.log in the data folder and fix the cause.',
  },
  redis_data_corrupt: {
    exit: environment,
    title: 'The data of Redis is damaged',
    remedy: 'Copy the data folder, then repair it with the command the detail gives.',
  },
  epoch_mismatch: {
    status: 503,
    exit: environment,
    title: 'The artifacts belong to another Redis',
    remedy: 'Stop this process. Point REDIS_URL at the restored Redis; see infra/runbooks/restore-from-backup.md.',
  },
  restore_unfinished: {
    status: 503,
    exit: environment,
    title: 'A restore did not finish',
    remedy: 'Run `nextpanel restore FILE` again.',
  },
  not_empty: {
    exit: environment,
    title: 'The installation to restore into is in use',
    remedy: 'Stop all processes, and restore into an empty Redis.',
  },
  backup_unreadable: {
    status: 422,
    exit: invalid,
    title: 'The archive cannot be read',
    remedy: 'Use another copy of it. `tar --list --file FILE` shows what is in it.',
  },
  state_newer: {
    status: 503,
    title: 'The stored state is of a newer version',
    remedy: 'Start the version that was upgraded to, or restore the backup made before the upgrade.',
  },
  state_older: {
    exit: environment,
    title: 'The stored state is of a version too old to be read',
    remedy: 'Start the release before this one, run `nextpanel migrate`, then upgrade again.',
  },
  old_processes: {
    status: 503,
    title: 'Processes of an older version are running',
    remedy: 'Stop them, wait a minute, then try again.',
  },
  migration_stuck: {
    exit: environment,
    title: 'Another process migrates the stored state and does not finish',
    remedy:
      'Look at the log of the process that migrates. If it is gone, start again: the migration continues where it stopped.',
  },
  too_busy: {
    status: 503,
    title: 'The server is busy',
    remedy: 'Wait as long as Retry-After says, then send it again. Nothing was changed.',
  },
  not_ready: { status: 503, title: 'Not ready', remedy: 'Try again in a few seconds.' },
  shutting_down: { status: 503, title: 'The server is shutting down', remedy: 'Try again in a few seconds.' },
  config_invalid: {
    exit: invalid,
    title: 'The environment is not valid',
    remedy: 'Correct the variables the detail names, then start again.',
  },
  catalogue_invalid: {
    exit: invalid,
    title: 'The catalogue file is not valid',
    remedy: 'Correct the places the detail names, then start again.',
  },
  keys_required: {
    exit: invalid,
    title: 'API keys are required on a public address',
    remedy: 'Set NEXTPANEL_API_KEYS, or listen on 127.0.0.1.',
  },
  fonts_missing: {
    exit: environment,
    title: 'The fonts for lettering are not installed',
    remedy: 'Install the packages again, or install the fonts the detail names.',
  },
  port_taken: { exit: environment, title: 'The port is in use', remedy: 'Set PORT, or METRICS_PORT, to a free port.' },
  port_forbidden: {
    exit: environment,
    title: 'The port may not be used',
    remedy: 'Ports below 1024 need special permissions. Set PORT to a higher one.',
  },
  host_unavailable: {
    exit: environment,
    title: 'The address does not belong to this machine',
    remedy: 'Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.',
  },
  cannot_listen: { exit: environment, title: 'The server cannot listen', remedy: 'Check HOST and PORT.' },
  dashboard_failed: {
    exit: environment,
    title: 'The dashboard could not be built',
    remedy: 'Read the output in the detail. Install the packages again if files are missing.',
  },
  process_failed: {
    title: 'A process of nextpanel stopped',
    remedy: 'Read its last lines in the detail. LOG_LEVEL=debug shows more.',
  },
  start_timeout: {
    exit: environment,
    title: 'nextpanel did not start in time',
    remedy: 'Set LOG_LEVEL=debug to see what it waits for.',
  },
  already_running: {
    exit: environment,
    title: 'nextpanel already runs on this data folder',
    remedy: 'Use the running one, stop it, or set NEXTPANEL_DATA_DIR to another folder.',
  },
  server_unreachable: {
    exit: environment,
    title: 'No server answers at this address',
    remedy: 'Start one with `npm start`, or name a running one with --url or NEXTPANEL_URL.',
  },
  server_answer_invalid: {
    title: 'The server answered with something else than it documents',
    remedy:
      'Check that the address is that of a nextpanel server, and that you trust it. Use the same version on both sides.',
  },
  out_unwritable: {
    exit: environment,
    title: 'The output folder cannot be written',
    remedy: 'Free some space or give write permission, or name another folder.',
  },
  invalid_story_file: {
    exit: invalid,
    title: 'The story file is not valid',
    remedy: 'Correct the places listed; all of them are reported together.',
  },
  usage: { exit: invalid, title: 'Wrong usage', remedy: 'See the --help of the command.' },
} as const satisfies ErrorTable;
