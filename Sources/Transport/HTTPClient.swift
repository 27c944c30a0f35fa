// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// HTTP through libcurl's multi interface: one thread, kept connections, HTTP/2 where offered,
/// certificates always verified, redirects never followed.
///
/// A request with a body is never repeated by libcurl on its own; see the letter in `Transfer.swift`.
/// The thread ends with `shutdown`, or when the last reference goes.
package final class HTTPClient: Sendable {
  private let thread: CurlThread
  private let nextID = Atomic<UInt64>(1)

  /// A client with at most so many connections to one host.
  package init(maxConnectionsPerHost: Int = 8) {
    thread = CurlThread(maxConnectionsPerHost: maxConnectionsPerHost)
  }

  deinit { thread.stop(grace: .zero, then: nil) }

  /// Makes one exchange. Any status is a reply, a redirect too; only the lack of one is an error.
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
    let destination = try Destination(request.url)
    let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { done in
        thread.submit(
          CurlThread.Submission(id: id, request: request, destination: destination, done: done))
      }
    } onCancel: {
      thread.cancel(id)
    }
    thread.forget(id)
    return try result.get()
  }

  /// Ends the thread: nothing new is taken; what is still in flight after `grace` ends as `cancelled`
  /// or, where the request had begun to leave, `unknown`.
  package func shutdown(grace: Duration) async {
    await withCheckedContinuation { ended in thread.stop(grace: grace, then: ended) }
  }
}
