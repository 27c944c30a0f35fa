// SPDX-License-Identifier: Apache-2.0

/// A bar for each value, as SVG that stands in an HTML page by itself.
struct BarChart {
  var title: String
  var labels: [String]
  var values: [ExactDecimal]

  private static let width = 960.0
  private static let height = 220.0
  private static let left = 90.0
  private static let top = 10.0
  private static let bottom = 30.0
  /// Of more bars only the last are drawn.
  private static let mostBars = 120

  /// The figure. Lengths of bars are floating point, for they are drawn; the numbers beside them are exact.
  var svg: String {
    let skipped = max(0, values.count - Self.mostBars)
    let values = self.values[skipped...]
    let labels = self.labels[skipped...]
    let most = max(values.max() ?? ExactDecimal(0), ExactDecimal(0))
    let least = min(values.min() ?? ExactDecimal(0), ExactDecimal(0))
    let span = max(drawn(most) - drawn(least), 0.01)
    let room = Self.height - Self.top - Self.bottom
    func y(_ value: Double) -> Double { Self.top + (drawn(most) - value) / span * room }
    let step = (Self.width - Self.left) / Double(max(values.count, 1))
    let zero = y(0)
    var out = """
      <figure>
      <figcaption>\(HTMLText.escaped(title))\(skipped > 0 ? " (the last \(values.count))" : "")</figcaption>
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(HTMLText.escaped(title))">
      \(tick(most, at: y(drawn(most))))\(least < most ? tick(least, at: y(drawn(least))) : "")

      """
    for (number, (value, label)) in zip(values, labels).enumerated() {
      let edge = y(drawn(value))
      let x = Self.left + step * Double(number) + step * 0.1
      out += """
        <rect class="\(value.isNegative ? "minus" : "bar")" x="\(place(x))" y="\(place(min(edge, zero)))" \
        width="\(place(step * 0.8))" height="\(place(abs(edge - zero)))">\
        <title>\(HTMLText.escaped(label)): \(value.money)</title></rect>

        """
    }
    out += """
      <line class="axis" x1="\(Int(Self.left))" y1="\(place(zero))" x2="\(Int(Self.width))" y2="\(place(zero))"/>
      <text class="label" x="\(Int(Self.left))" y="\(Int(Self.height) - 8)">\(HTMLText.escaped(labels.first ?? ""))</text>
      <text class="label" x="\(Int(Self.width))" y="\(Int(Self.height) - 8)" text-anchor="end">\
      \(HTMLText.escaped(labels.last ?? ""))</text>
      </svg>
      </figure>

      """
    return out
  }

  private func tick(_ value: ExactDecimal, at y: Double) -> String {
    """
    <text class="label" x="\(Int(Self.left) - 6)" y="\(place(y + 4))" text-anchor="end">\(value.money)</text>
    """
  }

  /// A value as a length.
  private func drawn(_ value: ExactDecimal) -> Double { Double(value.description) ?? 0 }

  /// One digit after the point.
  private func place(_ length: Double) -> String {
    let tenths = Int((length * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }
}
