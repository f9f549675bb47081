import path from 'node:path';
import type { Config } from 'payload';

const view = (name: string, component: string, at: string) => ({
  Component: `/admin/views/${name}/${name}-view.tsx#${component}`,
  path: at as `/${string}`,
  exact: true,
});

/** The panel's part of the Payload configuration: its pages, name and logo. */
export function panel(root: string): NonNullable<Config['admin']> {
  return {
    user: 'users',
    importMap: { baseDir: root, importMapFile: path.join(root, 'admin/app/(payload)/admin/importMap.js') },
    meta: {
      titleSuffix: ' · Daftar',
      icons: [{ rel: 'icon', type: 'image/svg+xml', url: '/icon.svg' }],
    },
    dateFormat: 'yyyy-MM-dd HH:mm',
    avatar: 'default',
    components: {
      graphics: { Logo: '/admin/components/logo.tsx#Logo', Icon: '/admin/components/logo.tsx#Icon' },
      providers: ['/admin/components/school-looks.tsx#SchoolLooks'],
      header: [
        '/admin/components/state-banner.tsx#StateBanner',
        '/admin/components/support-banner.tsx#SupportBanner',
      ],
      actions: ['/admin/components/search/search-box.tsx#SearchBox'],
      beforeNavLinks: ['/admin/components/nav-links.tsx#NavLinks'],
      views: {
        dashboard: { Component: '/admin/views/dashboard/dashboard-view.tsx#DashboardView' },
        login: { Component: '/admin/views/sign-in/sign-in-view.tsx#SignInView' },
        forgot: { Component: '/admin/views/forgot-password/forgot-password-view.tsx#ForgotPasswordView' },
        setPassword: view('set-password', 'SetPasswordView', '/set-password'),
        security: view('security', 'SecurityView', '/security'),
        schools: view('schools', 'SchoolsView', '/schools'),
        school: {
          Component: '/admin/views/schools/school-view.tsx#SchoolView',
          path: '/schools/:id',
          exact: true,
        },
        priceBook: view('price-book', 'PriceBookView', '/price-book'),
        priceBookPart: {
          Component: '/admin/views/price-book/book-view.tsx#BookView',
          path: '/price-book/:kind/:id',
          exact: true,
        },
        quotes: view('quotes', 'QuotesView', '/quotes'),
        quote: {
          Component: '/admin/views/quotes/quote-view.tsx#QuoteView',
          path: '/quotes/:id',
          exact: true,
        },
        groups: view('groups', 'GroupsView', '/groups'),
        group: {
          Component: '/admin/views/groups/group-view.tsx#GroupView',
          path: '/groups/:id',
          exact: true,
        },
        releases: view('releases', 'ReleasesView', '/releases'),
        statement: view('statement', 'StatementView', '/statement'),
        partnerShares: view('partner-shares', 'PartnerSharesView', '/partner-shares'),
        figures: view('figures', 'FiguresView', '/figures'),
        settings: view('settings', 'SettingsView', '/settings'),
        register: view('register', 'RegisterView', '/register'),
        marks: view('marks', 'MarksView', '/marks'),
        attendance: view('attendance', 'AttendanceView', '/attendance'),
        calendar: view('calendar', 'CalendarView', '/calendar'),
        timetable: view('timetable', 'TimetableView', '/timetable'),
        reportCards: view('report-cards', 'ReportCardsView', '/report-cards'),
        imports: view('imports', 'ImportsView', '/imports'),
        yearEnd: view('year-end', 'YearEndView', '/year-end'),
        addOns: view('add-ons', 'AddOnsView', '/add-ons'),
        addOnPage: {
          Component: '/admin/views/add-on-page/add-on-page-view.tsx#AddOnPageView',
          path: '/add-ons/:plugin/:page',
          exact: true,
        },
        apiKeys: view('api-keys', 'ApiKeysView', '/api-keys'),
        sso: view('sso', 'SsoView', '/sso'),
        roles: view('roles', 'RolesView', '/roles'),
        plan: view('plan', 'PlanView', '/plan'),
        usage: view('usage', 'UsageView', '/usage'),
        dataAccess: view('data-access', 'DataAccessView', '/data-access'),
        audit: view('audit', 'AuditView', '/audit'),
        support: view('support', 'SupportView', '/support'),
      },
    },
  };
}
