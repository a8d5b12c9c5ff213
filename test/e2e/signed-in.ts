import { expect, type Page } from '@playwright/test'
import { installation } from './surroundings'

/** Signs in as the owner through the form, as a person does. */
export async function signIn(page: Page): Promise<void> {
  const { url, credentials } = installation()
  if (credentials === null) throw new Error('The installation has no owner whose password was shown.')
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email address').fill(credentials.email)
  await page.getByLabel('Password', { exact: true }).fill(credentials.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/inbox/)
}
