import { luhnDigit } from '../contract/ids.ts'
import { GENDERS, type RegisterChannel } from '../modules/members/members.contract.ts'
import type { NewMember } from '../modules/members/insert-members.ts'
import type { Random } from './random.ts'

const FAMILY =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈'
const GIVEN =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰子轩浩然梓涵雨欣一诺思远嘉怡晨曦若溪'
const WORDS: readonly [string, ...string[]] = [
  '小厨房',
  '夏夏',
  '阳光',
  '星河',
  '听风',
  '海盐',
  '柠檬',
  '橘子',
  '奶茶',
  '咖啡',
  '猫咪',
  '小熊',
  '月亮',
  '云朵',
  '春天',
  '晚风',
  '旧时光',
  '一只鱼',
  '爱吃糖',
  '慢生活',
  '大白',
  '向日葵',
  '追梦人',
  '不加糖',
]
const CHANNELS: readonly [RegisterChannel, ...RegisterChannel[]] = [
  'miniProgram',
  'miniProgram',
  'miniProgram',
  'miniProgram',
  'store',
  'store',
  'import',
  'h5',
  'officialAccount',
  'backOffice',
]
const REGIONS: readonly [string, ...string[]] = [
  '330106',
  '330102',
  '330108',
  '310106',
  '310101',
  '310104',
  '110105',
  '110108',
  '440305',
  '440106',
  '320102',
  '510104',
]
const MOBILE_HEADS: readonly [string, ...string[]] = [
  '130',
  '135',
  '138',
  '139',
  '150',
  '158',
  '177',
  '186',
  '189',
  '199',
]
const MOBILE_TAIL = 10 ** 8
/** Without a common factor with 10^8: the tails of a million numbers in a row are all different. */
const MOBILE_STEP = 61_803_399

const letter = (random: Random, from: string): string => from[random.below(from.length)] ?? ''

/** A nickname as people have them: none, WeChat's own, or a word or two. */
export function makeNickname(random: Random): string {
  if (random.chance(0.1)) return ''
  if (random.chance(0.15)) return `微信用户${String(random.below(10_000)).padStart(4, '0')}`
  const word = random.pick(WORDS) + (random.chance(0.5) ? random.pick(WORDS) : '')
  return random.chance(0.3) ? `${letter(random, GIVEN)}${word}` : word
}

const realName = (random: Random): string =>
  letter(random, FAMILY) + letter(random, GIVEN) + (random.chance(0.7) ? letter(random, GIVEN) : '')

const two = (n: number): string => String(n).padStart(2, '0')

const birthday = (random: Random): string =>
  `${1950 + random.below(58)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`

/** The mobile of the n-th member; no two of the first 100 million are equal. */
const mobileOf = (n: number): string =>
  (MOBILE_HEADS[n % MOBILE_HEADS.length] ?? '138') +
  String((n * MOBILE_STEP) % MOBILE_TAIL).padStart(8, '0')

/** Numbers of members: 40 thousand million, of which a random draw of a million meets a dozen twice. */
const NUMBERS = 4 * 10 ** 10
const FIRST_NUMBER = 6 * 10 ** 10
/** A prime without a part in the count of numbers: no two of its multiples are the same. */
const NUMBER_STEP = 15_485_863

/** The number of the n-th member, different for each. */
export function numberOf(n: number): string {
  const body = String(FIRST_NUMBER + ((n * NUMBER_STEP) % NUMBERS))
  return body + luhnDigit(body)
}

/** The n-th made-up member of a chain with some stores. Shares are guesses at a mini program's shop. */
export function makeMember(
  random: Random,
  n: number,
  { stores, registeredAt }: { stores: readonly number[]; registeredAt: Date },
): NewMember {
  // The first stores are the largest.
  const store = stores[Math.floor(random.next() ** 2 * stores.length)] ?? null
  return {
    nickname: makeNickname(random),
    mobile: random.chance(0.97) ? mobileOf(n) : null,
    email: random.chance(0.1) ? `member${n}@example.com` : null,
    realName: random.chance(0.35) ? realName(random) : null,
    externalId: random.chance(0.2) ? `E${String(n).padStart(8, '0')}` : null,
    cardNo: random.chance(0.15) ? `C${String(n).padStart(8, '0')}` : null,
    avatarUrl: null,
    gender: random.chance(0.3) ? 'unknown' : random.pick(GENDERS),
    birthday: random.chance(0.55) ? birthday(random) : null,
    regionCode: random.chance(0.7) ? random.pick(REGIONS) : null,
    remark: '',
    registerChannel: random.pick(CHANNELS),
    registerStoreId: random.chance(0.6) ? store : null,
    homeStoreId: random.chance(0.9) ? store : null,
    registeredAt,
  }
}
