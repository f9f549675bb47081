import { PlainDateField as PlainDateField_28e2db2e12a7fe2795c3647f48415034 } from '../../../../admin/components/plain-date-field.tsx'
import { RecordCards as RecordCards_726c3beef4259536927c14f462ec45d1 } from '../../../../admin/components/surfaces/record-cards.tsx'
import { ListExport as ListExport_3bbd7990b9bbf7ed6a5ba476394b4a96 } from '../../../../admin/components/list-export.tsx'
import { ListActions as ListActions_9f85067bb4d4926c0c6614e57b69141c } from '../../../../admin/components/surfaces/list-actions.tsx'
import { RecordActions as RecordActions_28408d69a63936c5b81955b72b1f5482 } from '../../../../admin/components/surfaces/record-actions.tsx'
import { HistoryLink as HistoryLink_1669907fb86bb57262bd59b4ec836544 } from '../../../../admin/components/history-link.tsx'
import { HundredthsCell as HundredthsCell_989b8d8d815129c6e39271c016e87f36 } from '../../../../admin/components/hundredths-field.tsx'
import { HundredthsField as HundredthsField_989b8d8d815129c6e39271c016e87f36 } from '../../../../admin/components/hundredths-field.tsx'
import { JsonView as JsonView_f7129daab9e4590d64b3323efd617160 } from '../../../../admin/components/json-view.tsx'
import { OutboxFilters as OutboxFilters_eaa082a9a5ebdee2398e54a299eb2656 } from '../../../../admin/components/outbox-filters.tsx'
import { RetryEvent as RetryEvent_183391a41fd1707433f4f0e8fe7412ef } from '../../../../admin/components/retry-event.tsx'
import { MarkFormula as MarkFormula_802d9cc4013659037ea0f070a695218b } from '../../../../admin/components/mark-formula.tsx'
import { StateBanner as StateBanner_289e305bdcb0936dffd4afe9d48c1139 } from '../../../../admin/components/state-banner.tsx'
import { SupportBanner as SupportBanner_8639f665da13ea0f9955ecc2aa810f44 } from '../../../../admin/components/support-banner.tsx'
import { Icon as Icon_18e5c980f86e1e972c33e16cb267d799 } from '../../../../admin/components/logo.tsx'
import { Logo as Logo_18e5c980f86e1e972c33e16cb267d799 } from '../../../../admin/components/logo.tsx'
import { SearchBox as SearchBox_6bd07ce1f6db9f9712970ab36ce6803e } from '../../../../admin/components/search/search-box.tsx'
import { NavLinks as NavLinks_0e0eac94ce9903f61dee1b81ee69f61d } from '../../../../admin/components/nav-links.tsx'
import { SchoolLooks as SchoolLooks_f6579a58c391038622b9f381b1da5201 } from '../../../../admin/components/school-looks.tsx'
import { DashboardView as DashboardView_348773d95afd803a695911de9170fa59 } from '../../../../admin/views/dashboard/dashboard-view.tsx'
import { SignInView as SignInView_3bc39c71a480fadb6d80d0cf036294dc } from '../../../../admin/views/sign-in/sign-in-view.tsx'
import { ForgotPasswordView as ForgotPasswordView_82d6a135a1a4d80d635f463620eb413c } from '../../../../admin/views/forgot-password/forgot-password-view.tsx'
import { SetPasswordView as SetPasswordView_04afcad1dd84a702744a75874d12a3bd } from '../../../../admin/views/set-password/set-password-view.tsx'
import { SecurityView as SecurityView_9e3be134d86ec8bdd343038ea3ff65bd } from '../../../../admin/views/security/security-view.tsx'
import { SchoolsView as SchoolsView_e92b5f7dc607e1d5f22e2d59e88db209 } from '../../../../admin/views/schools/schools-view.tsx'
import { SchoolView as SchoolView_99f3898e343aadaf4c517aa3d39ccaac } from '../../../../admin/views/schools/school-view.tsx'
import { PriceBookView as PriceBookView_1a6dc1e916edc5f26c61c161bf459645 } from '../../../../admin/views/price-book/price-book-view.tsx'
import { BookView as BookView_8b39385915f315a044631c61f079a8e0 } from '../../../../admin/views/price-book/book-view.tsx'
import { QuotesView as QuotesView_9c9d8e0204b69b7511083dcb27f92e31 } from '../../../../admin/views/quotes/quotes-view.tsx'
import { QuoteView as QuoteView_f62bf250fde1adf75c7041094150303c } from '../../../../admin/views/quotes/quote-view.tsx'
import { GroupsView as GroupsView_6896b496f76c7c281b38b608223659a3 } from '../../../../admin/views/groups/groups-view.tsx'
import { GroupView as GroupView_b230871db367374e563ea710ad403da2 } from '../../../../admin/views/groups/group-view.tsx'
import { ReleasesView as ReleasesView_eebff1429ad731bb9b40dde2e6003d17 } from '../../../../admin/views/releases/releases-view.tsx'
import { StatementView as StatementView_697d03aa39d89b7e3d8fefb2aeffd1cd } from '../../../../admin/views/statement/statement-view.tsx'
import { PartnerSharesView as PartnerSharesView_b57091c02913ac537b7587ccb9c8ca3a } from '../../../../admin/views/partner-shares/partner-shares-view.tsx'
import { FiguresView as FiguresView_06e15aeee31ddd0b1c8742fa51adb908 } from '../../../../admin/views/figures/figures-view.tsx'
import { SettingsView as SettingsView_e2d962e1a65116da561c02ade27ac13b } from '../../../../admin/views/settings/settings-view.tsx'
import { RegisterView as RegisterView_039de6857910497df2723c8280a1dbfc } from '../../../../admin/views/register/register-view.tsx'
import { MarksView as MarksView_2e87236d1c0ae9759262f430de03a96e } from '../../../../admin/views/marks/marks-view.tsx'
import { AttendanceView as AttendanceView_dd12b6d1c249130be43c0353e479640b } from '../../../../admin/views/attendance/attendance-view.tsx'
import { CalendarView as CalendarView_1a10111b3dca80b72f46fe53aeed85d4 } from '../../../../admin/views/calendar/calendar-view.tsx'
import { TimetableView as TimetableView_d23aed363210ddf23323ceb78454a112 } from '../../../../admin/views/timetable/timetable-view.tsx'
import { ReportCardsView as ReportCardsView_541cf1b4bcdf89b491ac7aea99f809f5 } from '../../../../admin/views/report-cards/report-cards-view.tsx'
import { ImportsView as ImportsView_c104c3937af871835fe117ef19f2e97d } from '../../../../admin/views/imports/imports-view.tsx'
import { YearEndView as YearEndView_9bfba15c61f17dd7cea7f80e1c6be5f5 } from '../../../../admin/views/year-end/year-end-view.tsx'
import { AddOnsView as AddOnsView_bc289131ee7671f2f57639715ff801c5 } from '../../../../admin/views/add-ons/add-ons-view.tsx'
import { AddOnPageView as AddOnPageView_de8273bde92eb5400d2b3439f1703a04 } from '../../../../admin/views/add-on-page/add-on-page-view.tsx'
import { ApiKeysView as ApiKeysView_09f52f3dca3758f9272dc1dd0a2feb6f } from '../../../../admin/views/api-keys/api-keys-view.tsx'
import { SsoView as SsoView_245ee32edd18138052a91c953b60e7df } from '../../../../admin/views/sso/sso-view.tsx'
import { RolesView as RolesView_5864b9713ad6858cfa26870135ddbe06 } from '../../../../admin/views/roles/roles-view.tsx'
import { PlanView as PlanView_edcc6b8f5cabc4fddbdd2b3eb5fa5b9f } from '../../../../admin/views/plan/plan-view.tsx'
import { UsageView as UsageView_bb8e1bcfda2c7e6a7f6542b4d92f0c5c } from '../../../../admin/views/usage/usage-view.tsx'
import { DataAccessView as DataAccessView_2c73533b993f3a5a19cf7ee6fa53b091 } from '../../../../admin/views/data-access/data-access-view.tsx'
import { AuditView as AuditView_d12b24d1456aad57ced72a56d890d916 } from '../../../../admin/views/audit/audit-view.tsx'
import { SupportView as SupportView_b2fb1bfc90128e4c7bdf0f860c66976a } from '../../../../admin/views/support/support-view.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/admin/components/plain-date-field.tsx#PlainDateField": PlainDateField_28e2db2e12a7fe2795c3647f48415034,
  "/admin/components/surfaces/record-cards.tsx#RecordCards": RecordCards_726c3beef4259536927c14f462ec45d1,
  "/admin/components/list-export.tsx#ListExport": ListExport_3bbd7990b9bbf7ed6a5ba476394b4a96,
  "/admin/components/surfaces/list-actions.tsx#ListActions": ListActions_9f85067bb4d4926c0c6614e57b69141c,
  "/admin/components/surfaces/record-actions.tsx#RecordActions": RecordActions_28408d69a63936c5b81955b72b1f5482,
  "/admin/components/history-link.tsx#HistoryLink": HistoryLink_1669907fb86bb57262bd59b4ec836544,
  "/admin/components/hundredths-field.tsx#HundredthsCell": HundredthsCell_989b8d8d815129c6e39271c016e87f36,
  "/admin/components/hundredths-field.tsx#HundredthsField": HundredthsField_989b8d8d815129c6e39271c016e87f36,
  "/admin/components/json-view.tsx#JsonView": JsonView_f7129daab9e4590d64b3323efd617160,
  "/admin/components/outbox-filters.tsx#OutboxFilters": OutboxFilters_eaa082a9a5ebdee2398e54a299eb2656,
  "/admin/components/retry-event.tsx#RetryEvent": RetryEvent_183391a41fd1707433f4f0e8fe7412ef,
  "/admin/components/mark-formula.tsx#MarkFormula": MarkFormula_802d9cc4013659037ea0f070a695218b,
  "/admin/components/state-banner.tsx#StateBanner": StateBanner_289e305bdcb0936dffd4afe9d48c1139,
  "/admin/components/support-banner.tsx#SupportBanner": SupportBanner_8639f665da13ea0f9955ecc2aa810f44,
  "/admin/components/logo.tsx#Icon": Icon_18e5c980f86e1e972c33e16cb267d799,
  "/admin/components/logo.tsx#Logo": Logo_18e5c980f86e1e972c33e16cb267d799,
  "/admin/components/search/search-box.tsx#SearchBox": SearchBox_6bd07ce1f6db9f9712970ab36ce6803e,
  "/admin/components/nav-links.tsx#NavLinks": NavLinks_0e0eac94ce9903f61dee1b81ee69f61d,
  "/admin/components/school-looks.tsx#SchoolLooks": SchoolLooks_f6579a58c391038622b9f381b1da5201,
  "/admin/views/dashboard/dashboard-view.tsx#DashboardView": DashboardView_348773d95afd803a695911de9170fa59,
  "/admin/views/sign-in/sign-in-view.tsx#SignInView": SignInView_3bc39c71a480fadb6d80d0cf036294dc,
  "/admin/views/forgot-password/forgot-password-view.tsx#ForgotPasswordView": ForgotPasswordView_82d6a135a1a4d80d635f463620eb413c,
  "/admin/views/set-password/set-password-view.tsx#SetPasswordView": SetPasswordView_04afcad1dd84a702744a75874d12a3bd,
  "/admin/views/security/security-view.tsx#SecurityView": SecurityView_9e3be134d86ec8bdd343038ea3ff65bd,
  "/admin/views/schools/schools-view.tsx#SchoolsView": SchoolsView_e92b5f7dc607e1d5f22e2d59e88db209,
  "/admin/views/schools/school-view.tsx#SchoolView": SchoolView_99f3898e343aadaf4c517aa3d39ccaac,
  "/admin/views/price-book/price-book-view.tsx#PriceBookView": PriceBookView_1a6dc1e916edc5f26c61c161bf459645,
  "/admin/views/price-book/book-view.tsx#BookView": BookView_8b39385915f315a044631c61f079a8e0,
  "/admin/views/quotes/quotes-view.tsx#QuotesView": QuotesView_9c9d8e0204b69b7511083dcb27f92e31,
  "/admin/views/quotes/quote-view.tsx#QuoteView": QuoteView_f62bf250fde1adf75c7041094150303c,
  "/admin/views/groups/groups-view.tsx#GroupsView": GroupsView_6896b496f76c7c281b38b608223659a3,
  "/admin/views/groups/group-view.tsx#GroupView": GroupView_b230871db367374e563ea710ad403da2,
  "/admin/views/releases/releases-view.tsx#ReleasesView": ReleasesView_eebff1429ad731bb9b40dde2e6003d17,
  "/admin/views/statement/statement-view.tsx#StatementView": StatementView_697d03aa39d89b7e3d8fefb2aeffd1cd,
  "/admin/views/partner-shares/partner-shares-view.tsx#PartnerSharesView": PartnerSharesView_b57091c02913ac537b7587ccb9c8ca3a,
  "/admin/views/figures/figures-view.tsx#FiguresView": FiguresView_06e15aeee31ddd0b1c8742fa51adb908,
  "/admin/views/settings/settings-view.tsx#SettingsView": SettingsView_e2d962e1a65116da561c02ade27ac13b,
  "/admin/views/register/register-view.tsx#RegisterView": RegisterView_039de6857910497df2723c8280a1dbfc,
  "/admin/views/marks/marks-view.tsx#MarksView": MarksView_2e87236d1c0ae9759262f430de03a96e,
  "/admin/views/attendance/attendance-view.tsx#AttendanceView": AttendanceView_dd12b6d1c249130be43c0353e479640b,
  "/admin/views/calendar/calendar-view.tsx#CalendarView": CalendarView_1a10111b3dca80b72f46fe53aeed85d4,
  "/admin/views/timetable/timetable-view.tsx#TimetableView": TimetableView_d23aed363210ddf23323ceb78454a112,
  "/admin/views/report-cards/report-cards-view.tsx#ReportCardsView": ReportCardsView_541cf1b4bcdf89b491ac7aea99f809f5,
  "/admin/views/imports/imports-view.tsx#ImportsView": ImportsView_c104c3937af871835fe117ef19f2e97d,
  "/admin/views/year-end/year-end-view.tsx#YearEndView": YearEndView_9bfba15c61f17dd7cea7f80e1c6be5f5,
  "/admin/views/add-ons/add-ons-view.tsx#AddOnsView": AddOnsView_bc289131ee7671f2f57639715ff801c5,
  "/admin/views/add-on-page/add-on-page-view.tsx#AddOnPageView": AddOnPageView_de8273bde92eb5400d2b3439f1703a04,
  "/admin/views/api-keys/api-keys-view.tsx#ApiKeysView": ApiKeysView_09f52f3dca3758f9272dc1dd0a2feb6f,
  "/admin/views/sso/sso-view.tsx#SsoView": SsoView_245ee32edd18138052a91c953b60e7df,
  "/admin/views/roles/roles-view.tsx#RolesView": RolesView_5864b9713ad6858cfa26870135ddbe06,
  "/admin/views/plan/plan-view.tsx#PlanView": PlanView_edcc6b8f5cabc4fddbdd2b3eb5fa5b9f,
  "/admin/views/usage/usage-view.tsx#UsageView": UsageView_bb8e1bcfda2c7e6a7f6542b4d92f0c5c,
  "/admin/views/data-access/data-access-view.tsx#DataAccessView": DataAccessView_2c73533b993f3a5a19cf7ee6fa53b091,
  "/admin/views/audit/audit-view.tsx#AuditView": AuditView_d12b24d1456aad57ced72a56d890d916,
  "/admin/views/support/support-view.tsx#SupportView": SupportView_b2fb1bfc90128e4c7bdf0f860c66976a,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
