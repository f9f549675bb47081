import type { CollectionConfig, Field } from 'payload';
import {
  dateField,
  numberField,
  type Pair,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { ownFees, ownInvoices } from '../policies/own-fees.ts';

const finance = { group: ['School fees', 'الرسوم الدراسية'] as Pair, resource: 'finance' } as const;

// Minor units of the school's currency (dirhams of a riyal, cents of a dollar); never a decimal fraction.
function amountField(name: string, label: Pair): Field {
  return numberField(name, label, {
    required: true,
    min: 0,
    admin: {
      description: {
        en: 'In minor units, e.g. 150000 = 1,500.00',
        ar: 'بالوحدات الصغرى، مثال: 150000 = 1,500.00',
      },
    },
  });
}

/** What a grade pays for a year. */
export const FeeStructures: CollectionConfig = tenantCollection({
  ...finance,
  slug: 'fee-structures',
  singular: ['Fee structure', 'هيكل رسوم'],
  plural: ['Fee structures', 'هياكل الرسوم'],
  uniques: [['title', 'academicYear']],
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'gradeLevel', 'academicYear', 'amountMinor'] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    relationField('gradeLevel', ['Grade', 'الصف الدراسي'], 'grade-levels'),
    amountField('amountMinor', ['Amount', 'المبلغ']),
  ],
});

/** A bill of the school to a family. */
export const Invoices: CollectionConfig = tenantCollection({
  ...finance,
  slug: 'invoices',
  singular: ['Invoice', 'فاتورة'],
  plural: ['Invoices', 'الفواتير'],
  rows: ownInvoices,
  uniques: [['number']],
  admin: { useAsTitle: 'number', defaultColumns: ['number', 'student', 'amountMinor', 'dueDate', 'status'] },
  fields: [
    textField('number', ['Number', 'الرقم'], { required: true, maxLength: 60 }),
    relationField('student', ['Student', 'الطالب'], 'students', { required: true }),
    relationField('feeStructure', ['Fee structure', 'هيكل الرسوم'], 'fee-structures'),
    amountField('amountMinor', ['Amount', 'المبلغ']),
    dateField('issueDate', ['Issued', 'تاريخ الإصدار'], { required: true }),
    dateField('dueDate', ['Due', 'تاريخ الاستحقاق'], { required: true }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        draft: ['Draft', 'مسودة'],
        open: ['Open', 'مفتوحة'],
        paid: ['Paid', 'مدفوعة'],
        void: ['Void', 'ملغاة'],
      },
      { required: true, defaultValue: 'draft' },
    ),
  ],
});

/** Money received for an invoice. */
export const Payments: CollectionConfig = tenantCollection({
  ...finance,
  slug: 'payments',
  singular: ['Payment', 'دفعة'],
  plural: ['Payments', 'المدفوعات'],
  rows: ownFees,
  uniques: [['receiptNumber']],
  admin: {
    useAsTitle: 'receiptNumber',
    defaultColumns: ['receiptNumber', 'invoice', 'amountMinor', 'paidOn', 'method'],
  },
  fields: [
    textField('receiptNumber', ['Receipt number', 'رقم الإيصال'], { required: true, maxLength: 60 }),
    relationField('invoice', ['Invoice', 'الفاتورة'], 'invoices', { required: true }),
    relationField('student', ['Student', 'الطالب'], 'students', { required: true }),
    amountField('amountMinor', ['Amount', 'المبلغ']),
    dateField('paidOn', ['Paid on', 'تاريخ الدفع'], { required: true }),
    selectField(
      'method',
      ['Method', 'الطريقة'],
      {
        cash: ['Cash', 'نقدًا'],
        card: ['Card', 'بطاقة'],
        transfer: ['Bank transfer', 'تحويل بنكي'],
        cheque: ['Cheque', 'شيك'],
      },
      { required: true, defaultValue: 'cash' },
    ),
  ],
});
