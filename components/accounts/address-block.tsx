'use client'
import { useTranslations } from 'next-intl'
import { Block, Row, Rows } from '../settings/block'
import { Tag } from '../ui/tag'
import type { Account } from './account-health'

/** Every address that is ours here: rules never answer them. */
export function AddressBlock({ account }: { account: Account }) {
  const t = useTranslations('accounts')
  return (
    <Block title={t('addresses.title')} fact={t('addresses.help')}>
      <Rows>
        <Row title={account.address}>
          <Tag tone="fact">{t('addresses.main')}</Tag>
        </Row>
        {account.identities.map((address) => (
          <Row key={address} title={address} />
        ))}
      </Rows>
    </Block>
  )
}
