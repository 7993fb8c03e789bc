import { badInput, conflict, define } from './define.ts'

/** Refusals of files, and of rows and cells in them. */
export const IMPORT_ERRORS = define({
  FILE_EMPTY: badInput('文件是空的，或只有表头。', 'The file is empty or has headings only.'),
  FILE_NOT_TABLE: badInput('这不是 CSV 或 XLSX 表格文件。', 'This is not a CSV or XLSX file.'),
  FILE_ENCODING_UNKNOWN: badInput(
    '看不出文件的编码。请另存为 UTF-8 或 GBK 的 CSV。',
    'The encoding of the file is not clear. Save it as CSV in UTF-8 or GBK.',
  ),
  FILE_BROKEN: badInput(
    '文件从第 {line} 行起无法读取，可能缺少引号。',
    'The file cannot be read from line {line} on. A quotation mark may be missing.',
  ),
  FILE_LINE_TOO_LONG: badInput(
    '第 {line} 行过长（上限 {maxKb} KB）。',
    'Line {line} is too long (limit {maxKb} KB).',
  ),
  FILE_TOO_LARGE: badInput(
    '文件超过 {maxMb} MB。请拆成几个文件。',
    'The file is larger than {maxMb} MB. Split it.',
  ),
  WORKBOOK_TOO_LARGE: badInput(
    'XLSX 文件超过 {maxMb} MB。请另存为 CSV（最大 {csvMaxMb} MB），或拆成几个文件。',
    'The XLSX file is larger than {maxMb} MB. Save it as CSV (up to {csvMaxMb} MB), or split it.',
  ),
  WORKBOOK_UNPACKS_TOO_LARGE: badInput(
    'XLSX 文件解压后，其中一部分超过 {maxMb} MB。请另存为 CSV，或拆成几个文件。',
    'A part of the XLSX file unpacks to more than {maxMb} MB. Save it as CSV, or split it.',
  ),
  FILE_TOO_MANY_ROWS: badInput(
    '文件超过 {max} 行。请拆成几个文件。',
    'The file has more than {max} rows. Split it.',
  ),
  FILE_TOO_MANY_COLUMNS: badInput('文件超过 {max} 列。', 'The file has more than {max} columns.'),
  FILE_WITHOUT_HEADINGS: badInput(
    '第一行不像表头，像是数据。请在第一行写上每一列的名称。',
    'The first row looks like data. Write a heading above each column.',
  ),
  FILE_HEADING_REPEATED: badInput(
    '第 {first} 列和第 {second} 列的表头相同。',
    'Columns {first} and {second} have the same heading.',
  ),
  FILE_GONE: conflict(
    '文件已过期或已被删除，请重新上传。',
    'The file has expired or was removed. Upload it again.',
  ),
  FILE_IN_USE: conflict(
    '正在检查或导入这个文件，结束后才能删除。',
    'The file is being checked or imported. It can be deleted afterwards.',
  ),
  MAPPING_INCOMPLETE: badInput('还没有为“{field}”选择列。', 'No column is chosen for “{field}”.'),
  MAPPING_INVALID: badInput('列的对应关系与文件不符。', 'The chosen columns do not fit the file.'),
  IMPORT_STARTED: conflict('这个文件已经开始导入。', 'This file is being imported already.'),
  ROW_INCOMPLETE: badInput(
    '这一行有 {cells} 格，表头有 {columns} 列。',
    'The row has {cells} cells, the headings have {columns}.',
  ),
  ROW_REPEATED: conflict(
    '与第 {line} 行重复，内容不同。',
    'Repeats line {line} with other values.',
  ),
  ROWS_APART: conflict(
    '这个订单号的行不在一起。请先按订单号排序。',
    'The rows of this order number do not stand together. Sort the file by it first.',
  ),
  ROWS_TOO_MANY: conflict('一个订单超过 {max} 行。', 'An order of more than {max} rows.'),
  ORDER_ROWS_DIFFER: conflict(
    '同一订单号的行，此项不一致。',
    'Rows of one order number differ in this.',
  ),
  CELL_MISSING: badInput('此项必填。', 'A value is needed here.'),
  CELL_TOO_LONG: badInput('超过 {max} 个字符。', 'Longer than {max} characters.'),
  CELL_NOT_TEXT: badInput(
    '含有无法保存的控制字符。',
    'Holds control characters that cannot be kept.',
  ),
  CELL_IS_FORMULA: badInput(
    '单元格是公式。请改成数值。',
    'The cell is a formula. Replace it by its value.',
  ),
  CELL_UNKNOWN_VALUE: badInput('不认识这个值。', 'This value is not known.'),
  AMOUNT_INVALID: badInput(
    '金额格式不对，应为 1234.50。',
    'The amount is not written like 1234.50.',
  ),
  AMOUNT_NEGATIVE: badInput('金额不能为负。', 'An amount cannot be negative.'),
  AMOUNT_TOO_LARGE: badInput('金额超过 ¥20,000,000.00。', 'The amount is above ¥20,000,000.00.'),
  QUANTITY_INVALID: badInput(
    '数量应为 0 到 1,000,000 的整数。',
    'The quantity is a whole number from 0 to 1,000,000.',
  ),
  DATE_IN_FUTURE: badInput('时间晚于现在。', 'The time is later than now.'),
  MEMBER_UNKNOWN: conflict(
    '没有这位会员。请先导入会员。',
    'There is no such member. Import members first.',
  ),
  MEMBER_DIFFERS: conflict(
    '会员已存在，内容与文件不同，未改动。',
    'The member exists with other values and was left alone.',
  ),
  ORDER_DIFFERS: conflict(
    '订单已存在，内容与文件不同，未改动。',
    'The order exists with other values and was left alone.',
  ),
  POINTS_INVALID: badInput(
    '积分应为 1 到 2,000,000,000 的整数，不能是小数、负数或 0。',
    'Points are a whole number from 1 to 2,000,000,000: no fraction, not negative, not 0.',
  ),
  DATE_PASSED: badInput('这一天已经过去。', 'This day has passed.'),
  LOT_REPEATED: conflict(
    '与第 {line} 行是同一批：会员、获得日期和到期日期都相同，积分不同。请加一列批次号来区分。',
    'The same lot as line {line} with other points: member and dates are the same. Add a column of references to tell them apart.',
  ),
  LOT_DIFFERS: conflict(
    '这一批已导入过：{points} 积分，获得日期 {earnedOn}，到期日期 {expiresOn}。与文件不同，未改动。',
    'This lot was imported before with {points} points, earned on {earnedOn}, expiring on {expiresOn}, and was left alone.',
  ),
  TOTALS_UNCHECKED: conflict(
    '还没有检查结果可以核对。请先检查文件。',
    'There is no check to compare with. Check the file first.',
  ),
  TOTALS_DIFFER: conflict(
    '与旧系统的合计不符：导入后积分 {points}，会员 {members}；旧系统积分 {statedPoints}，会员 {statedMembers}。',
    'Not what the old system states: {points} points of {members} members here, {statedPoints} of {statedMembers} there.',
  ),
  KEYS_ROTATING: conflict(
    '数据密钥正在更换，完成后再导入。',
    'The data key is being changed. Import when that is done.',
  ),
  SEED_NOT_EMPTY: conflict(
    '数据库里已有会员，不能写入示例数据。',
    'There are members already. Sample data goes into an empty database only.',
  ),
})
