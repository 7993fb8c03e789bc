import { expect, test } from './support/fixtures.ts'

test('search, list and pager work without a mouse', async ({ desk }) => {
  await desk.keyboard.press('/')
  const field = desk.getByRole('search').getByRole('textbox').first()
  await expect(field).toBeFocused()
  await desk.keyboard.type('林一诺')
  await desk.keyboard.press('Enter')
  await expect(desk.locator('tbody tr')).toHaveCount(16)

  const rows = desk.locator('tbody tr')
  await expect(rows.first()).toHaveAttribute('tabindex', '0')
  await rows.first().focus()
  await desk.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await desk.keyboard.press('End')
  await expect(rows.last()).toBeFocused()
  await desk.keyboard.press('Home')
  await desk.keyboard.press('ArrowUp')
  await expect(rows.first()).toBeFocused()
  await expect(desk.locator('tbody tr[tabindex="0"]')).toHaveCount(1)
})

test('every control is reached by Tab and shows that it is', async ({ desk }) => {
  const seen: string[] = []
  await desk.getByRole('heading', { name: '会员列表' }).click()
  await desk.evaluate(() => document.body.focus())
  for (let step = 0; step < 40; step += 1) {
    await desk.keyboard.press('Tab')
    const now = await desk.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const ring = (each: Element | null): boolean => {
        if (!each) return false
        const style = getComputedStyle(each)
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      }
      const drawn =
        ring(element) ||
        ring(element.nextElementSibling) ||
        ring(element.closest('.el-input__wrapper, .el-select__wrapper'))
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
      return { name: `${element.tagName} ${name.slice(0, 20)}`, drawn }
    })
    if (!now) break
    expect(now.drawn, now.name).toBe(true)
    seen.push(now.name)
  }
  expect(seen.join('\n')).toContain('TR')
  expect(seen.join('\n')).toContain('查询')
  expect(seen.join('\n')).toContain('注册时间')
})

test('the keys are listed by ? and the window gives the focus back @long', async ({ desk }) => {
  const opener = desk.getByRole('button', { name: '键盘操作' })
  await opener.focus()
  await desk.keyboard.press('?')
  const dialog = desk.getByRole('dialog', { name: '键盘操作' })
  await expect(dialog).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
})

test('typing a question mark into the search field opens nothing @long', async ({ desk }) => {
  await desk.keyboard.press('/')
  await desk.keyboard.type('?/')
  await expect(desk.getByRole('search').getByRole('textbox').first()).toHaveValue('?/')
  await expect(desk.getByRole('dialog')).toBeHidden()
})

test('the first Tab offers to skip to the content @long', async ({ desk }) => {
  await desk.reload()
  await expect(desk.locator('tbody tr')).toHaveCount(50)
  await desk.keyboard.press('Tab')
  await expect(desk.getByRole('link', { name: '跳到内容' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('main')).toBeFocused()
})
