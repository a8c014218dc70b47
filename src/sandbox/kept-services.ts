import { cloudwatch } from './cloudwatch/cloudwatch.ts'
import { ec2 } from './ec2/ec2.ts'
import { events } from './events/events.ts'
import { iam } from './iam/iam.ts'
import { scheduler } from './scheduler/scheduler.ts'
import { secretsmanager } from './secretsmanager/secretsmanager.ts'
import type { Service } from './service.ts'
import { sns } from './sns/sns.ts'

/** Services whose resources are kept and given back, and that do nothing with them. */
export const keptServices: readonly Service[] = [iam, secretsmanager, events, scheduler, sns, cloudwatch, ec2]
