// SPDX-License-Identifier: Apache-2.0

package import Jobs
package import Journal
import Logging

extension InboundParts {
  /// The job as a delivery was planned with it, whatever its files say by now: what was begun is finished and told as it was
  /// planned. How it goes out (`route`, `retry`, `stop_at`) is for the present word to say; so is all of it where the
  /// delivery is not planned yet, or the old files are not kept any more.
  package func plannedJob(
    of delivery: Delivery, now job: FeedJob
  ) throws(InboundError) -> FeedJob {
    guard let digest = delivery.jobDigest, digest != job.digest else { return job }
    let files: [JobFileText]
    do { files = try journal.jobFiles(of: job.name, digest: digest) } catch {
      throw InboundError(error)
    }
    guard !files.isEmpty else { return job }
    do {
      var planned = try FeedJob.restored(
        job.name, from: files.map { JobSource(path: $0.path, bytes: $0.bytes) },
        in: "\(workDirectory)/\(delivery.label).job")
      planned.folder = job.folder
      (planned.route, planned.retry, planned.stopAtPercent) = (
        job.route, job.retry, job.stopAtPercent
      )
      return planned
    } catch {
      logger.warning(
        "the job as it was planned with cannot be read any more: the present one is used",
        metadata: [
          "feed": "\(job.name)", "delivery": "\(delivery.label)", "reason": "\(error.description)",
        ])
      return job
    }
  }
}
