import { pino } from 'pino'
import type { Logger } from '../kernel/logger.ts'

export const silentLogger: Logger = pino({ level: 'silent' })
