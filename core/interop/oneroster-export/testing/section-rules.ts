import { parse } from 'csv-parse/sync';
import { fromBufferPromise } from 'yauzl';

/*
 * The rules of the OneRoster 1.2 CSV binding written down a second time, from the document and not from our reader: when
 * both accept a package, a mistake would have to be made twice.
 */
const HEADERS: Record<string, string> = {
  academicSessions: 'title!,type!,startDate!,endDate!,parentSourcedId>academicSessions,schoolYear!',
  orgs: 'name!,type!,identifier,parentSourcedId>orgs',
  courses:
    'schoolYearSourcedId>academicSessions,title!,courseCode,grades,orgSourcedId!>orgs,subjects,subjectCodes',
  classes:
    'title!,grades,courseSourcedId!>courses,classCode,classType!,location,schoolSourcedId!>orgs,termSourcedIds!>>academicSessions,subjects,subjectCodes,periods',
  users:
    'enabledUser!,username!,userIds,givenName!,familyName!,middleName,identifier,email,sms,phone,agentSourcedIds>>users,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId>orgs,pronouns',
  roles: 'userSourcedId!>users,roleType!,role!,beginDate,endDate,orgSourcedId!>orgs,userProfileSourcedId',
  enrollments:
    'classSourcedId!>classes,schoolSourcedId!>orgs,userSourcedId!>users,role!,primary,beginDate,endDate',
  demographics:
    'birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus',
  categories: 'title!,weight',
  lineItems:
    'title!,description,assignDate!,dueDate!,classSourcedId!>classes,categorySourcedId!>categories,academicSessionSourcedId!>academicSessions,resultValueMin,resultValueMax,schoolSourcedId!>orgs',
  results:
    'lineItemSourcedId!>lineItems,studentSourcedId!>users,scoreStatus!,score,scoreDate!,comment,textScore,classSourcedId>classes,inProgress,incomplete,late,missing',
  scoreScales:
    'title!,type!,orgSourcedId!>orgs,courseSourcedId!>courses,classSourcedId!>classes,scoreScaleValue!',
};
const OTHER_FILES =
  'userProfiles,lineItemScoreScales,resultScoreScales,lineItemLearningObjectiveIds,resultLearningObjectiveIds,resources,classResources,courseResources,userResources'.split(
    ',',
  );
const WORDS: Record<string, RegExp> = {
  'academicSessions.type': /^(gradingPeriod|semester|schoolYear|term)$/,
  'orgs.type': /^(department|school|district|local|state|national)$/,
  'classes.classType': /^(homeroom|scheduled|ext:\w+)$/,
  'users.enabledUser': /^(true|false)$/,
  'roles.roleType': /^(primary|secondary)$/,
  'roles.role': /^(aide|counselor|guardian|parent|principal|proctor|relative|student|teacher)$/,
  'enrollments.role': /^(administrator|proctor|student|teacher)$/,
  'enrollments.primary': /^(true|false|)$/,
  'demographics.sex': /^(male|female|unspecified|other|)$/,
  'results.scoreStatus': /^(exempt|fully graded|not submitted|partially graded|submitted)$/,
  'results.score': /^(-?\d+(\.\d+)?|)$/,
};
const DATE_COLUMN = /(^|[a-z])[dD]ate$/;

/** Every breach of the binding in a zip of ours, as sentences; none for a package that keeps it. */
export async function breachesOf(zip: Buffer): Promise<string[]> {
  const files = await unzip(zip);
  const breaches: string[] = [];
  const manifest = new Map(
    (parse(files.get('manifest.csv') ?? '', { relax_column_count: true }) as string[][]).map(
      ([name, value]) => [name, value],
    ),
  );
  if (manifest.get('propertyName') !== 'value') breaches.push('manifest.csv: header');
  if (manifest.get('manifest.version') !== '1.0' || manifest.get('oneroster.version') !== '1.2')
    breaches.push('manifest.csv: versions');
  const all = [...Object.keys(HEADERS), ...OTHER_FILES];
  if (all.length !== 21) breaches.push('this checker does not know 21 files');
  const ids = new Map<string, Set<string>>();
  const tables = new Map<string, Record<string, string>[]>();
  for (const file of all) {
    const mode = manifest.get(`file.${file}`);
    const text = files.get(`${file}.csv`);
    if (mode === undefined) breaches.push(`manifest.csv: file.${file} is missing`);
    if ((text === undefined) !== (mode === 'absent'))
      breaches.push(`${file}: ${mode} and ${text === undefined ? 'not ' : ''}there`);
    if (text === undefined) continue;
    const rows = parse(text) as string[][];
    const [header = [], ...records] = rows;
    const expected = `sourcedId,status,dateLastModified,${HEADERS[file]}`.replace(/[!>]+\w*/g, '').split(',');
    const own = header.slice(expected.length);
    if (expected.join() !== header.slice(0, expected.length).join())
      breaches.push(`${file}: header ${header.join()}`);
    if (!own.every((name) => name.startsWith('metadata.')))
      breaches.push(`${file}: columns after the last: ${own.join()}`);
    if (records.length === 0) breaches.push(`${file}: no rows`);
    tables.set(
      file,
      records.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']))),
    );
    ids.set(file, new Set(records.map(([id = '']) => id)));
    if (ids.get(file)?.size !== records.length) breaches.push(`${file}: a sourcedId stands twice`);
    for (const row of tables.get(file) ?? []) breaches.push(...breachesOfRow(file, row, mode === 'delta'));
  }
  for (const name of files.keys())
    if (name !== 'manifest.csv' && !all.includes(name.replace('.csv', '')))
      breaches.push(`${name}: unknown file`);
  for (const [file, rows] of tables)
    if (manifest.get(`file.${file}`) === 'bulk') breaches.push(...danglingIn(file, rows, ids));
  breaches.push(...primaryRoles(tables.get('roles') ?? []));
  return [...new Set(breaches)].slice(0, 50);
}

function breachesOfRow(file: string, row: Record<string, string>, isDelta: boolean): string[] {
  const found: string[] = [];
  const { sourcedId = '', status = '', dateLastModified = '' } = row;
  const say = (what: string) => found.push(`${file} ${sourcedId}: ${what}`);
  if (!/^[0-9A-Za-z.\-_/@]{1,255}$/.test(sourcedId)) say('sourcedId');
  if (!isDelta && (status !== '' || dateLastModified !== '')) say('bulk with status or date');
  if (isDelta && !/^(active|tobedeleted)$/.test(status)) say('delta without status');
  if (isDelta && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(dateLastModified))
    say('delta without date');
  for (const [name, value] of Object.entries(row)) {
    if (/[\r\n]/.test(value)) say(`line break in ${name}`);
    if (
      value !== '' &&
      DATE_COLUMN.test(name) &&
      !name.startsWith('metadata.') &&
      !/^\d{4}-\d\d-\d\d$/.test(value)
    )
      say(`${name} ${value}`);
  }
  if (status === 'tobedeleted') return found;
  for (const column of (HEADERS[file] ?? '').split(',')) {
    const name = column.replace(/[!>].*/, '');
    const value = row[name] ?? '';
    if (column.includes('!') && value === '') say(`${name} is empty`);
    const words = WORDS[`${file}.${name}`];
    if (words && !words.test(value)) say(`${name} ${value}`);
  }
  if (
    file === 'academicSessions' &&
    (row.endDate ?? '').slice(0, 4) !== row.schoolYear &&
    row.type === 'schoolYear'
  )
    say(`schoolYear ${row.schoolYear} of ${row.endDate}`);
  return found;
}

function danglingIn(file: string, rows: Record<string, string>[], ids: Map<string, Set<string>>): string[] {
  return (HEADERS[file] ?? '').split(',').flatMap((column) => {
    const [, name = '', arrow, target = ''] = /^(\w+)!?(>+)(\w+)$/.exec(column) ?? [];
    if (arrow === undefined) return [];
    return rows.flatMap((row) => {
      const value = row[name] ?? '';
      const refers = value === '' ? [] : arrow === '>>' ? value.split(',') : [value];
      return refers
        .filter((id) => !ids.get(target)?.has(id))
        .map((id) => `${file}.${name}: ${id} is not in ${target}`);
    });
  });
}

function primaryRoles(rows: Record<string, string>[]): string[] {
  const primary = new Map<string, number>();
  for (const { userSourcedId = '', roleType } of rows)
    primary.set(userSourcedId, (primary.get(userSourcedId) ?? 0) + (roleType === 'primary' ? 1 : 0));
  return [...primary]
    .filter(([, count]) => count !== 1)
    .map(([user, count]) => `roles: ${user} has ${count} primary roles`);
}

async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(bytes);
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return files;
}
