// SPDX-License-Identifier: Apache-2.0

/// Whether an image of a file is one the product has already, judged by names: the store serves a file under its
/// own address but keeps its name, with a mark of its own behind it where the name was taken.
enum ImageName {
  /// Whether a medium is made of this URL.
  static func same(_ url: String, _ medium: ProductState.Medium) -> Bool {
    if medium.source == url || medium.url == url { return true }
    guard let served = medium.url else { return false }
    let (wanted, found) = (stem(url), stem(served))
    guard !wanted.isEmpty else { return false }
    return wanted == found || withoutMark(found) == wanted
  }

  /// The file's name without its ending, without `?v=…`.
  static func stem(_ url: String) -> String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    let name = path.split(separator: "/").last ?? ""
    guard path.contains("://"), path.split(separator: "/").count > 2 else { return "" }
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  /// The name less `_` and a UUID at its end.
  private static func withoutMark(_ name: String) -> String {
    guard name.count > 37 else { return name }
    let mark = name.suffix(37)
    guard mark.first == "_",
      mark.dropFirst().allSatisfy({ $0.isHexDigit || $0 == "-" }),
      mark.dropFirst().split(separator: "-").map(\.count) == [8, 4, 4, 4, 12]
    else { return name }
    return String(name.dropLast(37))
  }
}
