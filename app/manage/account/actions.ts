'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import * as addresses from '#lib/accounts/addresses.ts'
import * as deletion from '#lib/accounts/deletion.ts'
import * as details from '#lib/accounts/details.ts'
import { accountDeletion, addressId, addressPublicity, newAddress, newName, nothing, passwordChange, sessionId } from '#lib/accounts/input.ts'
import { ownSubscription } from '#lib/announcements/input.ts'
import { switchOwnSubscription } from '#lib/announcements/subscribers.ts'
import * as passwords from '#lib/accounts/password-change.ts'
import { cancelOwnRecovery } from '#lib/recovery/cancel.ts'
import { forgetOneBrowser, signOutEverywhereElse } from '#lib/sessions/endings.ts'
import { closeSession } from '#lib/sessions/sessions.ts'
import { tokenId } from '#lib/tokens/input.ts'
import * as tokens from '#lib/tokens/tokens.ts'
import { dropCookie, setCookie } from '#lib/web/cookies.ts'
import { sudoAction, sudoByKeyAction, userAction } from '#lib/web/form-action.ts'
import { currentLocale } from '../../i18n.ts'

const done = (what: string, where: string) => redirect(`/manage/account/?done=${what}#${where}`)
const always = { withoutFactor: true }

export const saveName = userAction(newName, async (user, { name }, origin) => {
  await details.saveName(user.id, name, origin)
  return done('renamed', 'account-details')
}, always)

export const addAddress = sudoAction(newAddress, async (user, { address }, origin) => {
  const added = await addresses.addAddress(user, address, origin, new Date())
  if (!added.ok) return added.error === 'address-exists' ? { fields: { address: added.error } } : { error: added.error }
  return done('address-added', 'account-emails')
}, always)

export const resendLink = userAction(addressId, async (user, { id }, origin) => {
  const sent = await addresses.resendLink(user, id, origin, new Date())
  return sent.ok ? done('address-resent', 'account-emails') : { error: sent.error }
}, always)

export const removeAddress = sudoAction(addressId, async (user, { id }, origin) => {
  const removed = await addresses.removeAddress(user, id, origin, new Date())
  return removed.ok ? done('address-removed', 'account-emails') : { error: removed.error }
}, always)

export const makePrimary = sudoAction(addressId, async (user, { id }, origin) => {
  const changed = await addresses.makePrimary(user, id, origin, new Date())
  return changed.ok ? done('primary-changed', 'account-emails') : { error: changed.error }
}, always)

export const publishAddress = userAction(addressPublicity, async (user, input, origin) => {
  const changed = await addresses.publishAddress(user, input.id, input.public === 'yes', origin, new Date())
  return changed.ok ? done('published', 'account-emails') : { error: changed.error }
}, always)

export const switchSubscription = userAction(ownSubscription, async (user, { id, wanted }, origin) => {
  const actor = { id: user.id, locale: user.locale ?? (await currentLocale()) }
  const changed = await switchOwnSubscription(actor, id, wanted === 'yes', origin, new Date())
  return changed.ok ? done('subscription-changed', 'announcements') : { error: changed.error }
}, always)

export const changePassword = sudoAction(passwordChange, async (user, input, origin) => {
  const changed = await passwords.changePassword(user, input, origin, new Date())
  if (!changed.ok) return refusedPassword(changed.error)
  await setCookie('session', changed.value.cookie)
  return done('password-changed', 'password')
}, always)

function refusedPassword(error: string): FormState {
  if (error === 'wrong-password') return { fields: { currentPassword: error } }
  return error.startsWith('password-') ? { fields: { newPassword: error } } : { error }
}

export const endSession = userAction(sessionId, async (user, { id }, origin) => {
  const ended = await closeSession(user.id, id, origin, new Date())
  return ended ? done('session-ended', 'sessions') : { error: 'not-found' }
}, always)

export const endOtherSessions = userAction(nothing, async (user, _nothing, origin) => {
  await signOutEverywhereElse(user.id, user.session, origin, new Date())
  return done('sessions-ended', 'sessions')
}, always)

export const forgetBrowser = userAction(sessionId, async (user, { id }, origin) => {
  const forgotten = await forgetOneBrowser(user.id, id, origin, new Date())
  return forgotten ? done('browser-forgotten', 'sessions') : { error: 'not-found' }
}, always)

export const removeToken = userAction(tokenId, async (user, { id }, origin) => {
  const removed = await tokens.removeToken(user, id, origin, new Date())
  return removed.ok ? done('token-removed', 'api-tokens') : { error: 'not-found' }
}, always)

export const cancelRecovery = userAction(nothing, async (user, _nothing, origin) => {
  const cancelled = await cancelOwnRecovery(user.id, origin, new Date())
  return cancelled.ok ? done('recovery-cancelled', 'account-details') : { error: cancelled.error }
}, always)

export const deleteAccount = sudoByKeyAction(accountDeletion, async (user, { confirmation }, origin) => {
  const deleted = await deletion.deleteAccount(user, confirmation, origin, new Date())
  if (!deleted.ok) return deleted.error === 'confirmation-wrong' ? { fields: { confirmation: deleted.error } } : { error: deleted.error }
  await dropCookie('session')
  redirect('/account/login/?notice=accountDeleted')
}, always)
