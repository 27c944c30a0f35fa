// SPDX-License-Identifier: Apache-2.0

import Tables

/// One client's connection: requests read and answered in turn until either side ends it.
struct Connection {
  let socket: Socket
  /// Answers one request; called from this connection's own thread.
  let answer: (IncomingRequest) -> OutgoingReply
  /// Told before the descriptor is closed, and so may be used again.
  let ended: (Int32) -> Void

  /// Serves until the end, then closes.
  func serve() {
    var reader = RequestReader(socket)
    do {
      while true {
        var request = try reader.head()
        request.body = try reader.body(of: request)
        guard deliver(answer(request), keeping: request.keepsConnection) else { return }
      }
    } catch {
      switch error {
      case .closed: break
      case .refused(let status):
        let reply = OutgoingReply.json(status, ["errors": "Bad Request"])
        socket.write(reply.head(length: reply.body.count) + reply.body)
      }
    }
    close()
  }

  private func close() {
    ended(socket.descriptor)
    socket.close()
  }

  private func reset() {
    ended(socket.descriptor)
    socket.reset()
  }

  /// Sends a reply the way its fault wants; false where the connection is closed after it.
  private func deliver(_ reply: OutgoingReply, keeping: Bool) -> Bool {
    switch reply.wire {
    case .whole: return whole(reply, keeping: keeping)
    case .late(let seconds):
      Socket.pause(milliseconds: seconds * 1000)
      return whole(reply, keeping: keeping)
    case .closeIdle:
      _ = whole(reply, keeping: true)
      close()
    case .reset: reset()
    case .cut:
      let half = reply.body.prefix(reply.body.count / 2)
      socket.write(reply.head(length: reply.body.count) + half)
      close()
    case .wrongLength:
      socket.write(reply.head(length: reply.body.count + 10) + reply.body)
      close()
    case .badChunk:
      let half = reply.body.prefix(reply.body.count / 2)
      let size = Array((String(half.count, radix: 16) + "\r\n").utf8)
      socket.write(reply.head(length: nil) + size + half + Array("\r\nzz\r\n".utf8))
      close()
    case .slow(let milliseconds):
      for byte in reply.head(length: reply.body.count) + reply.body {
        guard socket.write([byte]) else { break }
        Socket.pause(milliseconds: milliseconds)
      }
      close()
    case .hang:
      socket.awaitFarewell(seconds: 600)
      close()
    }
    return false
  }

  private func whole(_ reply: OutgoingReply, keeping: Bool) -> Bool {
    var reply = reply
    if !keeping { reply.headers.append(("Connection", "close")) }
    let sent = socket.write(reply.head(length: reply.body.count) + reply.body)
    if sent, keeping { return true }
    close()
    return false
  }
}
