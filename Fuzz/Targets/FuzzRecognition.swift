// SPDX-License-Identifier: Apache-2.0

/// What a file is taken for; and delimited text read as it was recognised.
func fuzzRecognition(_ bytes: UnsafeBufferPointer<UInt8>) {
  let recognition = Recognition(Array(bytes), isWhole: true)
  precondition((0...100).contains(recognition.confidence), "\(recognition.confidence)")
  Subject.read(bytes, as: .csv(.recognised))
}
