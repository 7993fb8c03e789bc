import { defineMessages } from '../i18n/define-messages.ts'

/** Words of dialogs that write a list into a file. Part of `ui`. */
export const exportMessages = defineMessages(
  {
    export: {
      action: '导出',
      format: '文件格式',
      formats: { csv: 'CSV', xlsx: 'Excel（XLSX）' },
      formatHint: {
        csv: '适合各种软件，行数不限。',
        xlsx: '直接用 Excel 打开，最多约 100 万行。',
      },
      columns: '列',
      columnsAll: '全选',
      columnsNone: '全不选',
      columnsMissing: '至少选择一列',
      purpose: '用途',
      purposeHint: '写进审计日志，以后可以查到。',
      note: '后台任务生成文件，24 小时后删除。',
      started: '已开始导出，完成后在任务里下载。',
      job: '查看任务',
    },
  },
  {
    export: {
      action: 'Export',
      format: 'File format',
      formats: { csv: 'CSV', xlsx: 'Excel (XLSX)' },
      formatHint: {
        csv: 'For any software, as many rows as there are.',
        xlsx: 'Opens in Excel, up to about a million rows.',
      },
      columns: 'Columns',
      columnsAll: 'All',
      columnsNone: 'None',
      columnsMissing: 'Choose at least one column',
      purpose: 'Purpose',
      purposeHint: 'Kept in the audit log.',
      note: 'A background job writes the file; it is deleted after 24 hours.',
      started: 'The export has begun; download it from its job.',
      job: 'See job',
    },
  },
)
