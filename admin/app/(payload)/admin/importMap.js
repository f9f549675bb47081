import { PlainDateField as PlainDateField_28e2db2e12a7fe2795c3647f48415034 } from '../../../../admin/components/plain-date-field.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/admin/components/plain-date-field.tsx#PlainDateField": PlainDateField_28e2db2e12a7fe2795c3647f48415034,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
