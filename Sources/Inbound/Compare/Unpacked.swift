// SPDX-License-Identifier: Apache-2.0

import Glibc
import Jobs
import Tables

/// What a packed delivery holds: a file without a name below the work directory, so that every pass reads plain
/// bytes at plain offsets. It goes with its last holder, or with the process.
final class Unpacked: Sendable {
  private let descriptor: CInt
  /// How many bytes it has.
  let bytes: Int
  /// Where readers open it, as often as they like.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// Unpacks a file.
  ///
  /// - Parameter name: what faults call it.
  init(path: String, named name: String, limits: Gunzip.Limits, in directory: String)
    throws(TableError)
  {
    descriptor = try Self.nameless(in: directory)
    do throws(TableError) {
      let descriptor = descriptor
      bytes = try Gunzip.unpack(path: path, named: name, limits: limits) {
        (piece) throws(ReadFailure) in try Self.write(piece, to: descriptor)
      }
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// A new file that loses its name at once: nothing is left to sweep after a crash.
  private static func nameless(in directory: String) throws(TableError) -> CInt {
    if mkdir(directory, 0o700) != 0, errno != EEXIST { throw .failure(failure(directory)) }
    var template = Array("\(directory)/unpacked-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .failure(failure(directory)) }
    guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, unlink(template) == 0 else {
      defer { close(descriptor) }
      throw .failure(failure(directory))
    }
    return descriptor
  }

  private static func write(_ piece: ArraySlice<UInt8>, to descriptor: CInt) throws(ReadFailure) {
    var rest = piece
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw failure("unpacking")
      }
    }
  }

  private static func failure(_ what: String) -> ReadFailure {
    ReadFailure("\(what): \(String(cString: strerror(errno)))")
  }
}

extension DeliveryFile {
  /// The same delivery as its passes read it: unpacked where it came packed with gzip, whatever its name.
  ///
  /// Refused where it cannot be unpacked whole, or is larger then than the job's `max_bytes`.
  func unpacked(for job: FeedJob, in workDirectory: String) throws(PlanStop) -> DeliveryFile {
    try unpacked(upTo: job.maxBytes, in: workDirectory)
  }

  /// The same, with so many bytes at most.
  func unpacked(upTo most: Int, in workDirectory: String) throws(PlanStop) -> DeliveryFile {
    do throws(TableError) {
      do throws(ReadFailure) {
        guard try Gunzip.isPacked(path: path) else { return self }
      } catch { throw TableError.failure(error) }
      let unpacked = try Unpacked(
        path: path, named: name, limits: Gunzip.Limits(bytes: most), in: workDirectory)
      var file = DeliveryFile(
        path: unpacked.path, name: name, sha256: sha256, bytes: unpacked.bytes)
      file.unpacked = unpacked
      return file
    } catch { throw PlanStop(error) }
  }
}
