import common from './common.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import ui from './ui.json' with { type: 'json' }
import errors from './errors.json' with { type: 'json' }
import auth from './auth.json' with { type: 'json' }
import account from './account.json' with { type: 'json' }
import twoFactor from './twoFactor.json' with { type: 'json' }
import tokens from './tokens.json' with { type: 'json' }
import projects from './projects.json' with { type: 'json' }
import publicPages from './public.json' with { type: 'json' }
import mail from './mail.json' with { type: 'json' }
import admin from './admin.json' with { type: 'json' }
import help from './help.json' with { type: 'json' }
import helpAccount from './helpAccount.json' with { type: 'json' }
import helpPackages from './helpPackages.json' with { type: 'json' }
import helpOperators from './helpOperators.json' with { type: 'json' }
import announcements from './announcements.json' with { type: 'json' }
import settings from './settings.json' with { type: 'json' }
import setup from './setup.json' with { type: 'json' }
import recovery from './recovery.json' with { type: 'json' }

export const uk = { common, shell, ui, errors, auth, account, twoFactor, tokens, projects, public: publicPages, mail, admin, help, helpAccount, helpPackages, helpOperators, announcements, settings, setup, recovery }
