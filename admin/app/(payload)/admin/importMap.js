import { PlainDateField as PlainDateField_28e2db2e12a7fe2795c3647f48415034 } from '../../../../admin/components/plain-date-field.tsx'
import { JsonView as JsonView_f7129daab9e4590d64b3323efd617160 } from '../../../../admin/components/json-view.tsx'
import { OutboxFilters as OutboxFilters_eaa082a9a5ebdee2398e54a299eb2656 } from '../../../../admin/components/outbox-filters.tsx'
import { RetryEvent as RetryEvent_183391a41fd1707433f4f0e8fe7412ef } from '../../../../admin/components/retry-event.tsx'
import { Icon as Icon_18e5c980f86e1e972c33e16cb267d799 } from '../../../../admin/components/logo.tsx'
import { Logo as Logo_18e5c980f86e1e972c33e16cb267d799 } from '../../../../admin/components/logo.tsx'
import { NavLinks as NavLinks_0e0eac94ce9903f61dee1b81ee69f61d } from '../../../../admin/components/nav-links.tsx'
import { DashboardView as DashboardView_348773d95afd803a695911de9170fa59 } from '../../../../admin/views/dashboard/dashboard-view.tsx'
import { SignInView as SignInView_3bc39c71a480fadb6d80d0cf036294dc } from '../../../../admin/views/sign-in/sign-in-view.tsx'
import { ForgotPasswordView as ForgotPasswordView_82d6a135a1a4d80d635f463620eb413c } from '../../../../admin/views/forgot-password/forgot-password-view.tsx'
import { SetPasswordView as SetPasswordView_04afcad1dd84a702744a75874d12a3bd } from '../../../../admin/views/set-password/set-password-view.tsx'
import { SecurityView as SecurityView_9e3be134d86ec8bdd343038ea3ff65bd } from '../../../../admin/views/security/security-view.tsx'
import { RegisterView as RegisterView_039de6857910497df2723c8280a1dbfc } from '../../../../admin/views/register/register-view.tsx'
import { ImportsView as ImportsView_c104c3937af871835fe117ef19f2e97d } from '../../../../admin/views/imports/imports-view.tsx'
import { AddOnsView as AddOnsView_bc289131ee7671f2f57639715ff801c5 } from '../../../../admin/views/add-ons/add-ons-view.tsx'
import { ApiKeysView as ApiKeysView_09f52f3dca3758f9272dc1dd0a2feb6f } from '../../../../admin/views/api-keys/api-keys-view.tsx'
import { UsageView as UsageView_bb8e1bcfda2c7e6a7f6542b4d92f0c5c } from '../../../../admin/views/usage/usage-view.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/admin/components/plain-date-field.tsx#PlainDateField": PlainDateField_28e2db2e12a7fe2795c3647f48415034,
  "/admin/components/json-view.tsx#JsonView": JsonView_f7129daab9e4590d64b3323efd617160,
  "/admin/components/outbox-filters.tsx#OutboxFilters": OutboxFilters_eaa082a9a5ebdee2398e54a299eb2656,
  "/admin/components/retry-event.tsx#RetryEvent": RetryEvent_183391a41fd1707433f4f0e8fe7412ef,
  "/admin/components/logo.tsx#Icon": Icon_18e5c980f86e1e972c33e16cb267d799,
  "/admin/components/logo.tsx#Logo": Logo_18e5c980f86e1e972c33e16cb267d799,
  "/admin/components/nav-links.tsx#NavLinks": NavLinks_0e0eac94ce9903f61dee1b81ee69f61d,
  "/admin/views/dashboard/dashboard-view.tsx#DashboardView": DashboardView_348773d95afd803a695911de9170fa59,
  "/admin/views/sign-in/sign-in-view.tsx#SignInView": SignInView_3bc39c71a480fadb6d80d0cf036294dc,
  "/admin/views/forgot-password/forgot-password-view.tsx#ForgotPasswordView": ForgotPasswordView_82d6a135a1a4d80d635f463620eb413c,
  "/admin/views/set-password/set-password-view.tsx#SetPasswordView": SetPasswordView_04afcad1dd84a702744a75874d12a3bd,
  "/admin/views/security/security-view.tsx#SecurityView": SecurityView_9e3be134d86ec8bdd343038ea3ff65bd,
  "/admin/views/register/register-view.tsx#RegisterView": RegisterView_039de6857910497df2723c8280a1dbfc,
  "/admin/views/imports/imports-view.tsx#ImportsView": ImportsView_c104c3937af871835fe117ef19f2e97d,
  "/admin/views/add-ons/add-ons-view.tsx#AddOnsView": AddOnsView_bc289131ee7671f2f57639715ff801c5,
  "/admin/views/api-keys/api-keys-view.tsx#ApiKeysView": ApiKeysView_09f52f3dca3758f9272dc1dd0a2feb6f,
  "/admin/views/usage/usage-view.tsx#UsageView": UsageView_bb8e1bcfda2c7e6a7f6542b4d92f0c5c,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
