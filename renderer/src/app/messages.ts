import { shellMessages } from './shell.messages.ts'
import { connectionMessages } from '../features/connection/connection.messages.ts'
import { membersMessages } from '../features/members/members.messages.ts'
import { settingsMessages } from '../features/settings/settings.messages.ts'
import { uiMessages } from '../ui/ui.messages.ts'

/** Every sentence of the page, by part. A new feature adds its line twice. */
export const messages = {
  zh: {
    shell: shellMessages.zh,
    ui: uiMessages.zh,
    members: membersMessages.zh,
    connection: connectionMessages.zh,
    settings: settingsMessages.zh,
  },
  en: {
    shell: shellMessages.en,
    ui: uiMessages.en,
    members: membersMessages.en,
    connection: connectionMessages.en,
    settings: settingsMessages.en,
  },
}
