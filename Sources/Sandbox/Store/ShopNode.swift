// SPDX-License-Identifier: Apache-2.0

import Tables

/// The shop itself.
struct ShopNode: Resolvable {
  let typeName = "Shop"

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    switch field {
    case "id": return .text(GlobalID.text("Shop", GlobalID.Base.shop))
    case "name": return .text("Sandbox")
    case "email", "contactEmail": return .text("shop@example.com")
    case "myshopifyDomain": return .text("sandbox.myshopify.com")
    case "url": return .text("https://sandbox.myshopify.com")
    case "currencyCode": return .text(store.currency)
    case "ianaTimezone": return .text("Europe/Berlin")
    case "timezoneAbbreviation": return .text("CET")
    case "timezoneOffset": return .text("+0100")
    case "taxesIncluded": return .flag(true)
    case "plan": return .object(plan(store.options.plan))
    case "createdAt": return .time(Moment(seconds: store.startedAt.seconds - 86_400 * 900))
    case "weightUnit": return .text("KILOGRAMS")
    case "unitSystem": return .text("METRIC_SYSTEM")
    case "enabledPresentmentCurrencies": return .texts([store.currency, "CHF"])
    default: throw unresolved(typeName, field)
    }
  }

  private func plan(_ name: String) -> Record {
    let title = name.prefix(1).uppercased() + name.dropFirst()
    let isPlus = name == "plus" || name == "enterprise"
    return Record(
      "ShopPlan",
      [
        "displayName": .text(isPlus ? "Shopify Plus" : title),
        "publicDisplayName": .text(isPlus ? "Shopify Plus" : title),
        "partnerDevelopment": .flag(false), "shopifyPlus": .flag(isPlus),
      ])
  }
}

/// The app's installation and what it may do.
struct AppInstallationNode: Resolvable {
  let typeName = "AppInstallation"

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "id": return .text("gid://shopify/AppInstallation/1")
    case "accessScopes":
      return .list(
        context.store.options.scopes.map {
          .object(
            Record(
              "AccessScope",
              [
                "handle": .text($0),
                "description": .text($0.split(separator: "_").joined(separator: " ")),
              ]
            ))
        })
    default: throw unresolved(typeName, field)
    }
  }
}
