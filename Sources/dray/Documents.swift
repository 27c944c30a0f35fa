// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalogue
import Foundation
import Mirror
import Runner
import ShopifyAdmin

/// `dray documents DIR`: every GraphQL document Dray sends, for holding against Shopify's schema.
struct Documents: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write every GraphQL document Dray sends into a folder.", shouldDisplay: false)

  @Argument(help: "The folder.") var folder: String

  func run() throws {
    var documents: [(name: String, text: String)] = []
    for operation in Operation.all {
      for step in operation.steps {
        documents.append(("\(operation.name).\(step.name)", step.document))
        if let look = step.look {
          documents.append(("\(operation.name).\(step.name).look", look.document))
        }
      }
      documents.append((operation.name + ".read-back", operation.readBack.document))
    }
    documents += StoreMirror.documents
    documents += AdminClient.documents
    documents.append(("check", OnlineCheck.document))
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for (name, text) in documents {
        try text.write(
          toFile: "\(folder)/\(name).graphql", atomically: true, encoding: .utf8)
      }
    } catch {
      throw RunnerError(.cannotWrite, "cannot write to \(folder): \(error.localizedDescription)")
    }
    Output.line("\(documents.count) documents in \(folder)")
  }
}
