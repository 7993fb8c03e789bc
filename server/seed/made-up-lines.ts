import type { NewLine } from '../modules/orders/book-orders.ts'
import type { Random } from './random.ts'

/** What the made-up shops sell: names with the price in fen, by category. */
const SHELVES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  茶饮: {
    茉莉奶绿: 1_600,
    桂花乌龙: 1_500,
    杨枝甘露: 2_200,
    柠檬红茶: 1_200,
    芝士葡萄: 2_600,
    黑糖珍珠奶茶: 1_800,
    白桃乌龙: 1_900,
    陈皮普洱: 1_400,
  },
  咖啡: {
    美式咖啡: 1_500,
    燕麦拿铁: 2_400,
    生椰拿铁: 2_200,
    卡布奇诺: 2_300,
    手冲耶加雪菲: 3_800,
    冷萃咖啡: 2_600,
    '咖啡豆 250 克': 7_800,
    '挂耳咖啡 10 包': 5_900,
  },
  烘焙: {
    原味贝果: 1_200,
    海盐可颂: 1_500,
    红豆面包: 900,
    肉松小贝: 1_600,
    葡式蛋挞: 800,
    提拉米苏: 3_200,
    抹茶千层: 3_600,
    '草莓蛋糕 6 寸': 16_800,
  },
  零食: {
    牛轧糖: 2_900,
    冻干草莓: 3_500,
    每日坚果: 6_900,
    凤梨酥: 4_200,
    手工雪花酥: 3_300,
    芒果干: 1_900,
    海苔脆片: 1_600,
    黄油曲奇: 4_800,
  },
  周边: {
    随行杯: 9_900,
    马克杯: 5_800,
    帆布袋: 3_900,
    保温壶: 15_800,
    手冲壶: 12_800,
    香薰蜡烛: 8_800,
    '明信片 8 张': 1_500,
    礼品卡套: 500,
  },
}

type Product = Pick<NewLine, 'sku' | 'name' | 'category'> & { readonly priceFen: number }

const PRODUCTS: readonly Product[] = Object.entries(SHELVES).flatMap(([category, shelf], n) =>
  Object.entries(shelf).map(([name, priceFen], i) => {
    return { sku: `SP${n + 1}${String(i + 1).padStart(2, '0')}`, name, category, priceFen }
  }),
)
/** Smaller than a third of the catalogue: the products of four lines are different. */
const STEP_MAX = 9

/**
 * What somebody bought who took so many pieces and paid so much for them: one to four lines of different
 * products that add up to both. What was paid goes to the lines by their prices.
 */
export function makeLines(
  random: Random,
  { quantity, paidFen }: { quantity: number; paidFen: number },
): NewLine[] {
  const quantities = Array.from({ length: 1 + random.below(Math.min(quantity, 4)) }, () => 1)
  for (let left = quantity - quantities.length; left > 0; left -= 1) {
    const place = random.below(quantities.length)
    quantities[place] = (quantities[place] ?? 0) + 1
  }
  let place = random.below(PRODUCTS.length)
  let price = 0
  const taken = quantities.flatMap((pieces) => {
    const product = PRODUCTS[place % PRODUCTS.length]
    if (!product) return []
    place += 1 + random.below(STEP_MAX)
    const { priceFen, ...shown } = product
    price += priceFen * pieces
    return { ...shown, quantity: pieces, priceUpTo: price }
  })
  let paidBefore = 0
  return taken.map(({ priceUpTo, ...line }) => {
    const paidUpTo = Math.round((paidFen * priceUpTo) / price)
    const paid = paidUpTo - paidBefore
    paidBefore = paidUpTo
    return { ...line, paidFen: paid }
  })
}
