// SPDX-License-Identifier: Apache-2.0

import Jobs

extension Works {
  func runExport(_ job: ExportJob, report: @escaping @Sendable (Event) -> Void)
    async throws(RunnerError) -> Int32
  {
    throw RunnerError(.bug, "not wired")
  }
}
