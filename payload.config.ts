import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresAdapter } from '@payloadcms/db-postgres';
import { ar } from '@payloadcms/translations/languages/ar';
import { en } from '@payloadcms/translations/languages/en';
import { buildConfig, inMemoryKVAdapter } from 'payload';
import pg from 'pg';
import { addOnSurfaces } from './admin/add-on-surfaces.ts';
import { panel } from './admin/panel.ts';
import { consoleEndpoints, settingsEndpoints } from './core/administration/index.ts';
import {
  Attendance,
  AttendanceCodes,
  AttendanceRegisters,
  AttendanceThresholdRules,
  AttendanceThresholdSteps,
  excuseEndpoints,
  officeEndpoints,
  registerEndpoints,
} from './core/attendance/index.ts';
import {
  accountEndpoints,
  entitlementEndpoints,
  figuresEndpoints,
  invoiceEndpoints,
  planEndpoints,
  priceBookEndpoints,
  printEndpoints,
  quoteEndpoints,
  Shipments,
  salesEndpoints,
  UsageEvents,
  usageEndpoints,
} from './core/billing/index.ts';
import {
  Announcements,
  Notifications,
  noteEndpoints,
  outboxMailAdapter,
} from './core/communication/index.ts';
import { dashboardEndpoints } from './core/dashboards/index.ts';
import { FeeStructures, Invoices, Payments } from './core/finance/index.ts';
import {
  ExamResults,
  Exams,
  GradeCategories,
  GradeScaleIntervals,
  GradeScales,
  GradingRules,
  gradebookEndpoints,
  TermMarks,
} from './core/gradebook/index.ts';
import {
  ApiKeys,
  apiKeyEndpoints,
  Permissions,
  RolePermissions,
  Roles,
  roleEndpoints,
  SsoConnections,
  SupportGrants,
  ssoEndpoints,
  supportEndpoints,
  Users,
} from './core/identity/index.ts';
import {
  exportEndpoints,
  ImportRuns,
  importEndpoints,
  LearningResourceLinks,
  LearningResources,
  listEndpoints,
  offerExport,
  sheetEndpoints,
} from './core/interop/index.ts';
import { Outbox, publishEvents, schoolEvents } from './core/jobs/index.ts';
import { AuditEvents, auditEndpoints, auditTrail, createLogger } from './core/observability/index.ts';
import { reportEndpoints } from './core/reports/index.ts';
import {
  AcademicYears,
  ClassMembers,
  ClassOfferings,
  Classrooms,
  ClassTeachers,
  Enrollments,
  GradeLevels,
  Guardians,
  StudentGuardians,
  Students,
  Subjects,
  Teachers,
  Terms,
} from './core/school/index.ts';
import { searchEndpoints } from './core/search/index.ts';
import {
  keepLargeCounts,
  nameUniqueFields,
  narrowEndpoints,
  narrowQueries,
  Plans,
  SchoolGroups,
  ScopedPool,
  Subscriptions,
  Tenants,
  translateDatabaseError,
} from './core/tenancy/index.ts';
import {
  BellPeriods,
  BellScheduleSpans,
  BellSchedules,
  CalendarDays,
  Covers,
  calendarEndpoints,
  feedEndpoints,
  Rooms,
  TeacherAbsences,
  TimetableEntries,
  timetableEndpoints,
} from './core/timetable/index.ts';
import { yearEndEndpoints } from './core/year-end/index.ts';
import {
  addOnEndpoints,
  dataAccessEndpoints,
  lifeEndpoints,
  PluginCalls,
  PluginInstalls,
  Plugins,
  PluginVersions,
  partnerEndpoints,
  publishEndpoints,
  releaseEndpoints,
  shareEndpoints,
  surfaceEndpoints,
} from './marketplace/index.ts';

const root = path.dirname(fileURLToPath(import.meta.url));

/** The whole system on one page: what is stored, where, in which languages, and who may come in. */
export default buildConfig({
  secret: process.env.DAFTAR_SECRET ?? '',
  admin: panel(root),
  collections: [
    ...[Students, Guardians, StudentGuardians, Teachers],
    ...[AttendanceRegisters, Attendance, AttendanceCodes],
    ...[AcademicYears, Terms, GradeLevels, Classrooms, Subjects, ClassOfferings],
    ...[Enrollments, ClassMembers, ClassTeachers],
    ...[Exams, ExamResults],
    ...[FeeStructures, Invoices, Payments],
    ...[Announcements, Notifications],
    ...[PluginInstalls, PluginCalls],
    ...[Subscriptions, UsageEvents, Shipments],
    ...[Users, Roles, RolePermissions, Permissions, ImportRuns],
    ...[Tenants, SchoolGroups, Plans, Plugins, PluginVersions, Outbox],
    ...[AuditEvents, ApiKeys, SsoConnections, SupportGrants],
    ...[GradeCategories, GradeScales, GradeScaleIntervals, GradingRules, TermMarks],
    ...[LearningResources, LearningResourceLinks],
    ...[Rooms, BellSchedules, BellPeriods, BellScheduleSpans, CalendarDays],
    ...[TimetableEntries, TeacherAbsences, Covers],
    ...[AttendanceThresholdRules, AttendanceThresholdSteps],
  ].map(offerExport),
  db: postgresAdapter({
    pg: { ...pg, Pool: ScopedPool } as unknown as typeof pg,
    pool: {
      connectionString: process.env.DAFTAR_APP_DATABASE_URL,
      // Beside the work: one connection each that listens for events and for changes of entitlements.
      max: Number(process.env.DATABASE_POOL_MAX ?? 12) + 2,
      connectionTimeoutMillis: 3000,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 30_000,
      // Only behind a PgBouncer in transaction mode: each transaction then names its school again.
      ...(process.env.DAFTAR_SESSION_DATABASE_URL
        ? { sessionUrl: process.env.DAFTAR_SESSION_DATABASE_URL }
        : {}),
    },
    idType: 'uuid',
    push: false,
    disableCreateDatabase: true,
    migrationDir: path.join(root, 'migrations'),
  }),
  endpoints: [
    ...consoleEndpoints,
    ...settingsEndpoints,
    ...registerEndpoints,
    ...gradebookEndpoints,
    ...calendarEndpoints,
    ...timetableEndpoints,
    ...feedEndpoints,
    ...officeEndpoints,
    ...excuseEndpoints,
    ...roleEndpoints,
    ...apiKeyEndpoints,
    ...auditEndpoints,
    ...supportEndpoints,
    ...importEndpoints,
    ...exportEndpoints,
    ...searchEndpoints,
    ...dashboardEndpoints,
    ...yearEndEndpoints,
    ...sheetEndpoints,
    ...listEndpoints,
    ...addOnEndpoints,
    ...publishEndpoints,
    ...dataAccessEndpoints,
    ...partnerEndpoints,
    ...surfaceEndpoints,
    ...lifeEndpoints,
    ...releaseEndpoints,
    ...shareEndpoints,
    ...usageEndpoints,
    ...accountEndpoints,
    ...salesEndpoints,
    ...quoteEndpoints,
    ...planEndpoints,
    ...invoiceEndpoints,
    ...priceBookEndpoints,
    ...entitlementEndpoints,
    ...figuresEndpoints,
    ...printEndpoints,
    ...noteEndpoints,
    ...ssoEndpoints,
    ...reportEndpoints,
  ],
  plugins: [addOnSurfaces, auditTrail({ announce: publishEvents }), schoolEvents()],
  email: outboxMailAdapter,
  hooks: { afterError: [translateDatabaseError] },
  onInit: (payload) => {
    narrowEndpoints(payload);
    narrowQueries(payload);
    keepLargeCounts(payload);
    return nameUniqueFields(payload);
  },
  kv: inMemoryKVAdapter(),
  logger: createLogger(process.env.LOG_LEVEL ?? 'info'),
  graphQL: { disable: true },
  telemetry: false,
  defaultDepth: 1,
  maxDepth: 2,
  i18n: {
    supportedLanguages: { en, ar },
    fallbackLanguage: 'en',
    // Payload's Arabic writes this one without its hamza.
    translations: { ar: { general: { createNew: 'إنشاء جديد' } } },
  },
  typescript: { autoGenerate: false, outputFile: path.join(root, 'core', 'payload-types.ts') },
});
