export type { Job, JobStatus, Progress } from './job.ts'
export { createJobRunner, type JobContext, type JobHandler, type JobRunner } from './runner.ts'
export { countJobs, enqueueJob, getJob, listDeadJobs, retryDeadJob } from './store.ts'
