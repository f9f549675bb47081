import { Option, program } from 'commander';
import { StartError } from './embedded/start-error.ts';
import { wholeNumber } from './whole-number.ts';

/** The command line of Daftar. Commands load their code when they run, so that `--help` is instant. */
program.name('daftar').description('Daftar school platform').showHelpAfterError();

program
  .command('start')
  .description('bring up everything on this machine: database, panel, jobs, demo data')
  .action(async () => (await import('./commands/start.ts')).start());
program
  .command('web')
  .description('run the web process (needs DATABASE_URL; with REDIS_URL jobs run in workers)')
  .action(async () => (await import('./commands/processes.ts')).runWeb());
program
  .command('worker')
  .description('run a worker process (needs DATABASE_URL and REDIS_URL)')
  .action(async () => (await import('./commands/processes.ts')).runWorker());
program
  .command('migrate')
  .description('bring the database schema to the newest migration')
  .action(async () => (await import('./commands/migrate.ts')).migrateCommand());
program
  .command('build')
  .description('build the panel if its sources changed')
  .action(async () => (await import('./commands/build.ts')).buildCommand());

const secrets = program.command('secrets').description('the key of this installation');
secrets
  .command('status')
  .description('say how old the secret is; ends with 1 when it is too old')
  .action(async () => (await import('./commands/secrets.ts')).statusCommand());
secrets
  .command('rotate')
  .description('make a new secret; the one before it stays accepted')
  .action(async () => (await import('./commands/secrets.ts')).rotateCommand());
secrets
  .command('reseal')
  .description('seal stored values with the current secret, after settings have changed')
  .action(async () => (await import('./commands/secrets.ts')).resealCommand());

const tenants = program.command('tenants').description('schools');
tenants
  .command('create <subdomain>')
  .description('make an empty school; running it again changes nothing')
  .requiredOption('--name <name>', 'name of the school')
  .option('--name-ar <name>', 'name of the school in Arabic')
  .requiredOption('--plan <plan>', 'basic, standard or enterprise')
  .requiredOption('--admin-email <email>', 'e-mail of the first admin')
  .addOption(new Option('--locale <locale>', 'default language').choices(['en', 'ar']).default('en'))
  .option('--time-zone <zone>', 'for example Asia/Qatar', 'Asia/Qatar')
  .option('--json', 'print one line of JSON')
  .action(async (subdomain: string, options) =>
    (await import('./commands/tenants.ts')).createTenantCommand({ subdomain, ...options }),
  );

tenants
  .command('list')
  .description('all schools with state, plan and end of trial')
  .addOption(
    new Option('--state <state>', 'only these').choices(['trial', 'active', 'suspended', 'archived']),
  )
  .option('--json', 'print one line of JSON a school')
  .action(async (options) => (await import('./commands/tenants.ts')).listTenantsCommand(options));
const changing = (action: 'suspend' | 'resume' | 'archive' | 'unarchive', does: string) =>
  tenants
    .command(`${action} <subdomain>`)
    .description(does)
    .option('--json', 'print one line of JSON')
    .action(async (subdomain: string, options) =>
      (await import('./commands/tenants.ts')).changeTenantCommand(action, { subdomain, ...options }),
    );
changing('suspend', 'make a school read-only; nothing is lost').requiredOption(
  '--reason <reason>',
  'the school reads it',
);
changing('resume', 'let a suspended school write again');
changing('archive', 'take a school off its address').requiredOption(
  '--confirm <subdomain>',
  'the subdomain once more',
);
changing('unarchive', 'bring an archived school back, read-only until it is resumed');

const staff = program.command('staff').description('accounts of the console and of partners');
staff
  .command('create <email>')
  .description('make an account; prints its password once')
  .addOption(
    new Option('--realm <realm>', 'where it signs in').choices(['platform', 'partner']).default('platform'),
  )
  .option('--publisher <id>', 'of a partner: the publisher whose add-ons it works on')
  .option('--json', 'print one line of JSON')
  .action(async (email: string, options) =>
    (await import('./commands/staff.ts')).createStaffCommand({ email, ...options }),
  );
staff
  .command('publisher <email> <publisher>')
  .description('link the account of a partner to a publisher')
  .option('--json', 'print one line of JSON')
  .action(async (email: string, publisher: string, options) =>
    (await import('./commands/staff.ts')).linkPublisherCommand({ email, publisher, ...options }),
  );

program
  .command('roles')
  .description('roles of schools')
  .command('sync')
  .description('tell what the templates of roles gained; grants nothing by itself')
  .option('--tenant <subdomain>', 'one school; all without it')
  .option('--complete-admin', 'give the admin role what its template gained')
  .option('--json', 'print one line of JSON')
  .action(async (options) => (await import('./commands/roles.ts')).syncRolesCommand(options));

program
  .command('search')
  .description('the search of schools')
  .command('rebuild')
  .description('write the words under which records are found anew')
  .option('--tenant <subdomain>', 'one school; all without it')
  .action(async (options) => (await import('./commands/search.ts')).rebuildSearchCommand(options));

program
  .command('receipts')
  .description('receipts of add-on calls')
  .command('verify')
  .description(
    'compute the chains of receipts again; names the first broken link and ends with 1 when there is one',
  )
  .option('--tenant <subdomain>', 'one school; all without it')
  .option('--json', 'print one line of JSON a school')
  .action(async (options) => (await import('./commands/receipts.ts')).verifyReceiptsCommand(options));

const plugins = program.command('plugins').description('add-ons of the platform');
plugins
  .command('publish <folder>')
  .description('build a plugin and publish it; a new version goes to the schools by rings')
  .option('--json', 'print one line of JSON')
  .action(async (folder: string, options) =>
    (await import('./commands/plugins.ts')).publishCommand({ folder, ...options }),
  );
const takingAway = (action: 'deprecate' | 'yank' | 'revoke', does: string) =>
  plugins
    .command(`${action} <plugin> [version]`)
    .description(does)
    .requiredOption('--reason <reason>', 'schools and the ledger show it')
    .option('--json', 'print one line of JSON')
    .action(async (plugin: string, version: string | undefined, options) =>
      (await import('./commands/plugins.ts')).takeAwayCommand(action, {
        plugin,
        ...(version === undefined ? {} : { version }),
        ...options,
      }),
    );
takingAway('deprecate', 'say that a version, or all of them, is no longer maintained');
takingAway('yank', 'give a version, or all of them, to no new school');
takingAway('revoke', 'stop a version, or all of them, everywhere within five seconds');
plugins
  .command('rollout <plugin>')
  .description('where the last rollout of an add-on stands; pause it, let it run again, or take it back')
  .addOption(new Option('--pause', 'no further school gets it').conflicts(['resume', 'takeBack']))
  .addOption(new Option('--resume', 'go on; from the first ring when it came back').conflicts(['takeBack']))
  .option('--take-back', 'every school goes back to the version before, with its data')
  .option('--reason <reason>', 'needed for an action')
  .option('--json', 'print one line of JSON')
  .action(async (plugin: string, options) =>
    (await import('./commands/plugins.ts')).rolloutCommand({ plugin, ...options }),
  );

const certificates = program.command('certificates').description('proofs of deletion');
certificates
  .command('verify <file>')
  .description('check a proof of deletion; ends with 1 when it does not hold')
  .option('--public-key <key>', 'base64 of the key to check with; the platform’s own keys without it')
  .option('--json', 'print one line of JSON')
  .action(async (file: string, options) =>
    (await import('./commands/certificates.ts')).verifyCertificateCommand({ file, ...options }),
  );
certificates
  .command('keys')
  .description('the public keys of this platform')
  .action(async () => (await import('./commands/certificates.ts')).certificateKeysCommand());

const imports = program.command('import').description('imports');
imports
  .command('oneroster <path>')
  .description('import a OneRoster 1.1 or 1.2 package, zip or folder')
  .requiredOption('--tenant <subdomain>', 'the school')
  .option('--dry-run', 'only check and count; write nothing')
  .option('--confirm-removal', 'go on although more than a third of the people would be removed')
  .addOption(
    new Option('--language <language>', 'language of the report').choices(['en', 'ar']).default('en'),
  )
  .option('--json', 'end with one line of JSON')
  .action(async (path: string, options) =>
    (await import('./commands/import.ts')).importCommand({ path, ...options }),
  );

program
  .command('partitions')
  .description('make the partitions of the coming years; ends with 1 when something is wrong with them')
  .option('--json', 'print one line of JSON')
  .action(async (options) => (await import('./commands/data.ts')).partitionsCommand(options));
program
  .command('archive')
  .description('move rows of old years into the archive; the worker does so by itself')
  .option('--tenant <subdomain>', 'with --keep-years: the school whose clock is set')
  .option('--keep-years <n>', 'how many years that school keeps at hand', wholeNumber(1, 50))
  .option('--json', 'print one line of JSON')
  .action(async (options) => (await import('./commands/data.ts')).archiveCommand(options));
program
  .command('rollups')
  .description('numbers of classes that dashboards and charts read')
  .command('rebuild')
  .description('count them anew from the results and marks')
  .option('--tenant <subdomain>', 'one school; all without it')
  .option('--json', 'print one line of JSON')
  .action(async (options) => (await import('./commands/data.ts')).rebuildRollupsCommand(options));

program
  .command('seed')
  .description('write made-up schools of any size, for tests and measurements; never in production')
  .option('--schools <n>', 'how many', wholeNumber(1, 1000), 1)
  .option('--students <n>', 'pupils of each', wholeNumber(10, 50_000), 2_500)
  .option('--years <n>', 'academic years up to this one', wholeNumber(1, 8), 3)
  .option('--subjects <n>', 'subjects of every class', wholeNumber(1, 15), 15)
  .option('--exams <n>', 'exams a subject and year', wholeNumber(1, 20), 4)
  .option('--attendance-days <n>', 'school days of the last year with registers', wholeNumber(0, 220), 20)
  .option('--seed <n>', 'another seed gives other people and marks', wholeNumber(1, 999), 1)
  .option('--today <date>', 'the day the last year has come to; today by default')
  .option('--password <password>', 'of all accounts; made up by default')
  .option('--replace', 'make seeded schools of the same addresses anew')
  .option('--beside-others', 'although the database has schools of its own')
  .option('--remove', 'take all seeded schools out of the database, and nothing else')
  .option('--json', 'end with one line of JSON')
  .action(async (options) => (await import('./commands/seed.ts')).seedCommand(options));

program
  .command('export')
  .description('exports')
  .command('oneroster')
  .description('export a school as a OneRoster 1.2 package')
  .requiredOption('--tenant <subdomain>', 'the school')
  .requiredOption('--out <file>', 'the zip to write')
  .addOption(new Option('--changes', 'only what changed since the last export').conflicts(['since']))
  .option('--since <moment>', 'only what changed since, for example 2026-09-01T00:00:00Z')
  .option('--json', 'end with one line of JSON')
  .action(async (options) => (await import('./commands/export.ts')).exportCommand(options));

try {
  await program.parseAsync();
} catch (error) {
  const { isAppError, SettingsError } = await import('../kernel/index.ts');
  if (error instanceof StartError || error instanceof SettingsError || isAppError(error))
    console.error(error.message);
  else console.error(error);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 500).unref();
}
