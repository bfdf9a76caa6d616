public import Foundation

/// Where a figure comes from, in a line below it: the warehouse, the day, what was asked.
public struct FigureSource {
    public let text: String

    /// - Parameter given: what was asked beyond what the kind asks by itself.
    public init(warehouse: String, given: [String: String], date: Date = Date()) {
        let name = warehouse.split(separator: "/").last.map(String.init) ?? warehouse
        let day = date.formatted(.iso8601.year().month().day())
        let asked = given.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let parts = [name, day] + (asked.isEmpty ? [] : [asked.joined(separator: ", ")])
        text = parts.joined(separator: " · ")
    }
}
